//! What each address answers.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_pages_are_there_and_load_from_nowhere_else,
    health_and_readiness_are_told,
    what_is_not_the_api_is_refused_in_its_words,
    a_request_has_an_id,
    a_server_stops_when_it_is_told,
}

async fn the_pages_are_there_and_load_from_nowhere_else(backend: Backend) {
    let server = TestServer::start(backend).await;
    let page = server.get("/").await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    for path in ["/plain", "/plain.css", "/plain.js"] {
        let text = server.get(path).await.text().await.expect("text");
        let foreign = text.matches("https://").count() + text.matches("http://").count();
        assert_eq!(foreign, 0, "{path} names no other host");
    }
    let examples: Value = server
        .get("/examples.json")
        .await
        .json()
        .await
        .expect("JSON");
    let examples = examples.as_array().expect("examples");
    assert!(examples.len() >= 15);
    for example in examples {
        server
            .data(example["query"].as_str().expect("a query"), json!({}))
            .await;
        for member in ["title", "subject"] {
            assert!(!example[member].as_str().expect("a text").is_empty());
        }
    }
}

async fn health_and_readiness_are_told(backend: Backend) {
    let server = TestServer::start(backend).await;
    assert_eq!(
        server.get("/healthz").await.text().await.expect("text"),
        "ok\n"
    );
    let ready: Value = server.get("/readyz").await.json().await.expect("JSON");
    assert_eq!(
        ready,
        json!({ "status": "ready", "version": 1, "lag": { "versions": 0, "seconds": ready["lag"]["seconds"], "current": true } })
    );
    assert!(ready["lag"]["seconds"].as_u64() < Some(60), "{ready}");
}

async fn what_is_not_the_api_is_refused_in_its_words(backend: Backend) {
    let server = TestServer::start(backend).await;
    let code = |answer: Value| answer["errors"][0]["extensions"]["code"].clone();
    let missing = server.get("/nothing").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(code(missing.json().await.expect("JSON")), "BAD_REQUEST");
    let no_query = server.get("/graphql").await;
    assert_eq!(no_query.status(), StatusCode::BAD_REQUEST);
    assert_eq!(code(no_query.json().await.expect("JSON")), "BAD_REQUEST");
    let wrong_method = server.request(Method::PUT, "/graphql").send().await;
    let wrong_method = wrong_method.expect("an answer");
    assert_eq!(wrong_method.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        code(wrong_method.json().await.expect("JSON")),
        "BAD_REQUEST"
    );
    let nested = format!("{{ a(b: {}1{}) }}", "[".repeat(50_000), "]".repeat(50_000));
    let nested = json!({ "query": nested }).to_string();
    let query = r#"{"query":"{ dataset { version } }"}"#;
    for (content_type, body, status) in [
        ("text/plain", query.to_owned(), 415),
        (
            "application/x-www-form-urlencoded",
            "query={dataset{version}}".to_owned(),
            415,
        ),
        ("multipart/form-data; boundary=x", "--x--".to_owned(), 415),
        ("application/json", "{".to_owned(), 400),
        ("application/json", "[]".to_owned(), 400),
        ("application/json", r#"{"query":7}"#.to_owned(), 400),
        ("application/json; charset=latin1", query.to_owned(), 415),
        ("application/json", format!("[{query}]"), 400),
        ("application/json", " ".repeat(2 << 20), 413),
        ("application/json; charset=utf-8", query.to_owned(), 200),
    ] {
        let answer = server.post(content_type, body.clone()).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(answer.status(), status, "{content_type} {shown}");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(
            answer.get("errors").is_some(),
            status != 200,
            "{content_type} {shown}: {answer}"
        );
    }
    // A request that is one, and asks for what cannot be: told in the form that the client takes.
    for document in [r#"{"query":"{"}"#.to_owned(), nested] {
        for (accept, status) in [
            ("application/json", 200),
            ("*/*", 200),
            ("application/graphql-response+json", 400),
        ] {
            let request = server.request(Method::POST, "/graphql");
            let request = request.header("content-type", "application/json");
            let request = request.header("accept", accept).body(document.clone());
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status(), status, "{accept}");
            let answer: Value = answer.json().await.expect("JSON");
            assert!(answer["errors"].is_array(), "{accept}: {answer}");
            assert_eq!(answer.get("data"), None, "{accept}: {answer}");
        }
    }
    let not_text = server
        .post("application/json", vec![0xff, 0xfe, 0x00])
        .await;
    assert_eq!(not_text.status(), StatusCode::BAD_REQUEST);
    server.data("{ dataset { version } }", json!({})).await;
}

async fn a_request_has_an_id(backend: Backend) {
    let server = TestServer::start(backend).await;
    let answer = server.get("/healthz").await;
    let id = answer.headers()["x-request-id"].to_str().expect("text");
    let is_hexadecimal = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(id.len() == 16 && is_hexadecimal, "{id}");
    let next = server.get("/healthz").await;
    assert_ne!(next.headers()["x-request-id"], id);
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
}

async fn a_server_stops_when_it_is_told(backend: Backend) {
    let server = TestServer::start(backend).await;
    server.data("{ dataset { version } }", json!({})).await;
    server.stop().await;
}
