//! What operators see of requests: a line of log each, and numbers.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Program, TestDatabase, TestServer, both_databases, client};

both_databases! {
    a_request_is_a_line_of_log,
    requests_are_counted,
}

const QUERY: &str = r#"query Rcm { iscm(acronym: "RCM") { name } }"#;

async fn a_request_is_a_line_of_log(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &database.url(),
        "--log-format",
        "json",
    ]);
    let started: Value = serde_json::from_str(&program.wait_for("endpoint")).expect("JSON");
    let text = started["fields"]["message"].as_str().expect("a message");
    let url = text.split_whitespace().last().expect("an address");
    let client = client();
    let mut line = async |query: &str, path: &str, of: &str| -> Value {
        let request = client.post(format!("{url}{path}"));
        let request = request.header("x-request-id", "of-a-client");
        let request = request.json(&json!({ "query": query }));
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.headers()["x-request-id"], "of-a-client");
        answer.bytes().await.expect("the whole answer");
        let line = program.wait_for(&format!("\"message\":\"{of}\""));
        let line: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(line["fields"]["request_id"], "of-a-client");
        line["fields"].clone()
    };
    let expect = |line: &Value, right: Value| {
        for (key, right) in right.as_object().expect("an object") {
            assert_eq!(
                line.get(key).unwrap_or(&Value::Null),
                right,
                "{key} of {line}"
            );
        }
        assert!(line["duration_us"].is_u64(), "{line}");
        assert!(
            !line.to_string().contains("RCM"),
            "{line} holds what was asked"
        );
    };
    let made = line(QUERY, "", "request").await;
    expect(
        &made,
        json!({
            "method": "POST", "route": "/graphql", "status": 200, "operation": "Rcm", "kind": "query",
            "cost": 2, "cache": "miss", "codes": null, "trace_id": null,
        }),
    );
    let kept = line(QUERY, "", "request").await;
    expect(
        &kept,
        json!({ "operation": "Rcm", "cost": 2, "cache": "hit" }),
    );
    let wrong = line("query Rcm { nothing }", "", "request").await;
    expect(
        &wrong,
        json!({ "operation": null, "kind": null, "cost": null, "codes": "GRAPHQL_VALIDATION_FAILED" }),
    );
    let streamed = line(QUERY, "/stream", "operation").await;
    expect(
        &streamed,
        json!({ "transport": "events", "operation": "Rcm", "kind": "query", "cost": 2, "answers": 1, "codes": null }),
    );
}

async fn requests_are_counted(backend: Backend) {
    let server = TestServer::start(backend).await;
    for query in [QUERY, QUERY, "{ nothing }"] {
        server.ask(query, json!({})).await;
    }
    let events = server.request(Method::GET, "/graphql/stream");
    let events = events.query(&[("query", "{ __typename }")]).send().await;
    events.expect("an answer").bytes().await.expect("events");
    let wrong = server.request(Method::GET, "/graphql/stream");
    let wrong = wrong.query(&[("query", "{")]).send().await;
    wrong.expect("an answer").bytes().await.expect("events");
    let answer = server.get("/metrics").await;
    let content_type = answer.headers()["content-type"].to_str().expect("text");
    assert!(content_type.starts_with("application/openmetrics-text"));
    let text = answer.text().await.expect("text");
    for right in [
        r#"iscm_http_requests_total{route="/graphql",status="200"} 3"#,
        r#"iscm_http_requests_total{route="/graphql/stream",status="200"} 2"#,
        r#"iscm_graphql_request_duration_seconds_count{cache="miss"} 2"#,
        r#"iscm_graphql_request_duration_seconds_count{cache="hit"} 1"#,
        r#"iscm_graphql_streamed_operations_total{transport="events",kind="query"} 1"#,
        r#"iscm_graphql_streamed_operations_total{transport="events",kind="unknown"} 1"#,
        r#"code="GRAPHQL_VALIDATION_FAILED"} 1"#,
        "iscm_graph_version 1",
        "iscm_graph_lag_versions 0",
        "iscm_answers_kept 1",
        "iscm_documents_kept 2",
        "# EOF",
    ] {
        let found = text.lines().any(|line| line.ends_with(right));
        assert!(found, "{right} in\n{text}");
    }
}
