//! Bad input: each gets an error that names the argument and what it takes, with its code.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    unknown_names_are_null,
    bad_arguments_are_named,
    documents_that_do_not_fit_the_schema_say_why,
    a_document_that_is_none_tells_where,
    a_date_that_is_none_is_refused,
    a_failed_field_is_null_up_to_what_may_be_null_and_keys_keep_their_order,
}

async fn unknown_names_are_null(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = r#"{ iscm(acronym: "no such") { id } country(code: "ZZ") { id } topic(slug: "") { id }
        organization(acronym: "\u0000") { id } assessment(year: 1900) { id } }"#;
    let data = server.data(query, json!({})).await;
    let nothing = json!({ "iscm": null, "country": null, "topic": null, "organization": null, "assessment": null });
    assert_eq!(data, nothing);
}

async fn bad_arguments_are_named(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let topic_cursor = server
        .data("{ events(first: 1) { pageInfo { endCursor } } }", json!({}))
        .await;
    let of_events = topic_cursor["events"]["pageInfo"]["endCursor"]
        .as_str()
        .expect("a cursor");
    let foreign = format!("iscms(after: \"{of_events}\")");
    for (field, argument, takes) in [
        ("iscms(first: -1)", "first", "0 to 100"),
        ("iscms(first: 1000)", "first", "0 to 100"),
        ("iscms(last: 101)", "last", "0 to 100"),
        ("iscms(first: 1, last: 1)", "last", "`first`"),
        ("iscms(after: \"x\")", "after", "cursor"),
        ("iscms(before: \"WyJpc2NtIl0\")", "before", "cursor"),
        (&foreign, "after", "cursor"),
    ] {
        let answer = server
            .ask(&format!("{{ {field} {{ totalCount }} }}"), json!({}))
            .await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["code"], "BAD_USER_INPUT",
            "{field}: {answer}"
        );
        assert_eq!(
            error["extensions"]["argument"], argument,
            "{field}: {answer}"
        );
        assert_eq!(error["path"], json!(["iscms"]), "{field}");
        let message = error["message"].as_str().expect("a message");
        assert!(
            message.contains(takes) && message.contains(argument),
            "{field}: {message}"
        );
    }
    let themes = r#"{ iscm(acronym: "RCM") { themes(topics: ["health", "magic"]) { id } } }"#;
    let answer = server.ask(themes, json!({})).await;
    assert!(
        answer["errors"][0]["message"]
            .as_str()
            .expect("a message")
            .contains("magic")
    );
    assert_eq!(answer["errors"][0]["path"], json!(["iscm", "themes"]));
}

async fn documents_that_do_not_fit_the_schema_say_why(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, code) in [
        ("{ iscm", "GRAPHQL_PARSE_FAILED"),
        (" ", "GRAPHQL_PARSE_FAILED"),
        ("", "BAD_REQUEST"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ iscm { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ iscms { nodes } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            r#"{ iscm(acronym: "RCM") { structures(kinds: [CASTLE]) { id } } }"#,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "query A { dataset { version } } query B { dataset { version } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ] {
        let answer = server.ask(query, json!({})).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], code,
            "{query}: {answer}"
        );
        assert_eq!(
            answer.get("data").filter(|data| !data.is_null()),
            None,
            "{query}"
        );
    }
}

async fn a_document_that_is_none_tells_where(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let answer = server.ask("{\n  iscm(acronym: }", json!({})).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
    assert_eq!(
        error["locations"],
        json!([{ "line": 2, "column": 17 }]),
        "{answer}"
    );
    assert_eq!(answer.get("data"), None);
    for (document, told) in [
        ("{\n  iscm(acronym: }", "a value is expected here, not `}`"),
        ("{ iscm", "`}` is expected here, where the document ends"),
        (
            "{ iscm(acronym: 'RCM') { name } }",
            "`'` is no sign of GraphQL",
        ),
        (
            "query Q($a: { a } { b",
            "the name of a type is expected here, not `{`",
        ),
    ] {
        let answer = server.ask(document, json!({})).await;
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "told once: {answer}");
        let message = errors[0]["message"].as_str().expect("a message");
        assert!(message.starts_with(told), "{document}: {message}");
    }
}

async fn a_date_that_is_none_is_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for date in [
        "yesterday",
        "2016-1-1",
        "2016-02-30",
        "2016-01-01T00:00:00Z",
        "",
    ] {
        let query = "query ($on: Date) { iscm(acronym: \"RCM\") { slug chair(on: $on) { id } } }";
        let answer = server.ask(query, json!({ "on": date })).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED",
            "{date}: {answer}"
        );
        assert_eq!(error["extensions"]["argument"], "$on", "{date}: {answer}");
        let literal = query
            .replace("query ($on: Date)", "")
            .replace("$on", &format!("\"{date}\""));
        let literal = server.ask(&literal, json!({})).await;
        let path = &literal["errors"][0]["path"];
        assert_eq!(path, &json!(["iscm", "chair"]), "{date}: {literal}");
        assert!(
            error["message"]
                .as_str()
                .expect("text")
                .contains("2019-11-21"),
            "{answer}"
        );
    }
}

/// The reason why async-graphql stays at 7.0: see docs/decisions/0002-async-graphql-7-0.md.
async fn a_failed_field_is_null_up_to_what_may_be_null_and_keys_keep_their_order(backend: Backend) {
    let server = TestServer::shared(backend).await;
    // `themes` may not be null, so its failure takes `iscm`, which may.
    let query = r#"{ a: dataset { version } b: iscm(acronym: "RCM") { acronym themes(topics: ["magic"]) { id } slug }
        c: dataset { version } }"#;
    let answer = server.ask(query, json!({})).await;
    assert_eq!(answer["data"]["b"], Value::Null);
    assert_eq!(answer["data"]["a"], json!({ "version": 1 }));
    let text = answer["data"].to_string();
    assert_eq!(text, r#"{"a":{"version":1},"b":null,"c":{"version":1}}"#);
    // In a list of what may not be null, it takes the list and what holds it, up to the root.
    let query = r#"{ iscms(first: 2) { nodes { acronym themes(topics: ["magic"]) { id } } } }"#;
    let answer = server.ask(query, json!({})).await;
    assert_eq!(answer["data"], Value::Null);
    let query = r#"{ iscm(acronym: "RCM") { zulu: slug alpha: acronym members(first: 1) { totalCount } kilo: region } }"#;
    let data = server.data(query, json!({})).await;
    let keys: Vec<_> = data["iscm"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    assert_eq!(keys, ["zulu", "alpha", "members", "kilo"]);
}
