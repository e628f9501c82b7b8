//! Bad input: each gets an error that names the argument and what it takes, with its code.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_not_there_is_null_and_told,
    bad_arguments_are_named,
    documents_that_do_not_fit_the_schema_say_why,
    a_document_that_is_none_tells_where,
    a_date_that_is_none_is_refused,
    a_failed_field_is_null_up_to_what_may_be_null_and_keys_keep_their_order,
}

async fn what_is_not_there_is_null_and_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (field, argument, says) in [
        ("iscm(acronym: \"RMC\")", "acronym", "did you mean \"RCM\"?"),
        (
            "iscm(acronym: \"Puebla Proces\")",
            "acronym",
            "did you mean \"Puebla Process\"?",
        ),
        (
            "iscm(acronym: \"no such\")",
            "acronym",
            "an alias of an ISCM, not \"no such\"",
        ),
        (
            "country(code: \"ZZ\")",
            "code",
            "a name of a country, not \"ZZ\"",
        ),
        (
            "country(code: \"Hondruas\")",
            "code",
            "did you mean \"Honduras\"?",
        ),
        ("topic(slug: \"\")", "slug", "the slug of a topic, not \"\""),
        (
            "topic(slug: \"labor-migration\")",
            "slug",
            "did you mean \"labour-migration\"?",
        ),
        (
            "organization(acronym: \"\\u0000\")",
            "acronym",
            "the acronym of an organization",
        ),
        (
            "organization(acronym: \"UNHRC\")",
            "acronym",
            "did you mean \"UNHCR\"?",
        ),
        ("assessment(year: 1900)", "year", "2019"),
    ] {
        let query = format!("{{ dataset {{ version }} it: {field} {{ id }} }}");
        let answer = server.ask(&query, json!({})).await;
        assert_eq!(answer["data"]["it"], Value::Null, "{answer}");
        assert_eq!(answer["data"]["dataset"]["version"], 1, "{answer}");
        let errors = answer["errors"].as_array().expect("an error");
        assert_eq!(errors.len(), 1, "{answer}");
        let error = &errors[0];
        assert_eq!(error["extensions"]["code"], "NOT_FOUND", "{answer}");
        assert_eq!(error["extensions"]["argument"], argument, "{answer}");
        assert_eq!(error["path"], json!(["it"]), "{answer}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(says), "{field}: {message}");
    }
    let long = "x".repeat(100_000);
    let query =
        "query ($name: String!) { iscm(acronym: $name) { id } country(code: $name) { id } }";
    let answer = server.ask(query, json!({ "name": long })).await;
    let errors = answer["errors"].as_array().expect("errors");
    assert!(errors.iter().all(|error| {
        error["message"]
            .as_str()
            .is_some_and(|text| text.len() < 300)
    }));
    // Both media types: the answer is there, with a field that is null.
    for media_type in ["application/json", "application/graphql-response+json"] {
        let request = server.request(Method::POST, "/graphql");
        let body = json!({ "query": "{ iscm(acronym: \"RMC\") { id } }" });
        let request = request.header("accept", media_type).json(&body);
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 200, "{media_type}");
    }
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
    empty_lists_are_refused(&server).await;
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

/// Where a list narrows, an empty one is an error, literally and in a variable; where it does not, none.
async fn empty_lists_are_refused(server: &TestServer) {
    for (argument, ty, query) in [
        (
            "types",
            "[NodeType!]",
            "dataset { fillRates(types: $list) { known } }",
        ),
        (
            "types",
            "[NodeType!]",
            "search(query: \"x\", types: $list) { totalCount }",
        ),
        (
            "types",
            "[NodeType!]",
            "suggest(prefix: \"x\", types: $list) { text }",
        ),
        (
            "iscms",
            "[String!]",
            "search(query: \"x\", iscms: $list) { totalCount }",
        ),
        (
            "topics",
            "[String!]",
            "search(query: \"x\", topics: $list) { totalCount }",
        ),
        (
            "kinds",
            "[InstrumentKind!]",
            "iscm(acronym: \"RCM\") { guidelines(kinds: $list) { id } }",
        ),
        (
            "kinds",
            "[StructureKind!]",
            "iscm(acronym: \"RCM\") { structures(kinds: $list) { id } }",
        ),
        (
            "kinds",
            "[FundingKind!]",
            "iscm(acronym: \"RCM\") { fundingSources(kinds: $list) { id } }",
        ),
        (
            "kinds",
            "[TimelineKind!]",
            "iscm(acronym: \"RCM\") { timeline(kinds: $list) { year } }",
        ),
        (
            "topics",
            "[String!]",
            "iscm(acronym: \"RCM\") { themes(topics: $list) { id } }",
        ),
        (
            "roles",
            "[MembershipRole!]!",
            "compare(iscms: [\"RCM\", \"SACM\"]) { members(roles: $list) { all { party { name } } } }",
        ),
        (
            "iscms",
            "[String!]!",
            "compare(iscms: $list) { iscms { id } }",
        ),
    ] {
        let literal = format!("{{ {} }}", query.replace("$list", "[]"));
        let variable = format!("query ($list: {ty}) {{ {query} }}");
        for (query, variables) in [(literal, json!({})), (variable, json!({ "list": [] }))] {
            let answer = server.ask(&query, variables).await;
            let error = &answer["errors"][0];
            assert_eq!(
                error["extensions"]["code"], "BAD_USER_INPUT",
                "{query}: {answer}"
            );
            assert_eq!(
                error["extensions"]["argument"], argument,
                "{query}: {answer}"
            );
            let message = error["message"].as_str().expect("a message");
            assert!(
                message.contains("leave it out") || message.contains("2 to 10"),
                "{message}"
            );
        }
    }
    let data = server
        .data(
            "{ nodes(ids: []) { id } iscms { groupBy(keys: []) { count } } }",
            json!({}),
        )
        .await;
    assert_eq!(data["nodes"], json!([]));
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
