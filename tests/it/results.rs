//! Answers have the form that the specification gives them.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    keys_come_as_they_are_asked,
    a_field_asked_twice_is_one,
    what_is_skipped_is_not_there,
    fragments_on_types_that_nodes_have_too_are_merged,
    the_newest_syntax_is_read,
    introspection_is_complete,
    operations_are_chosen_by_name,
}

/// The text of an answer's data, so that the order of keys is seen.
async fn text(server: &TestServer, query: &str) -> String {
    server.data(query, json!({})).await.to_string()
}

async fn keys_come_as_they_are_asked(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "{ z: __typename dataset { version } a: __typename }";
    let right = r#"{"z":"Query","dataset":{"version":1},"a":"Query"}"#;
    assert_eq!(text(server, query).await, right);
    let query = r#"{ node(id: "iscm:rcm") { ... on Iscm { acronym } id ... on Iscm { slug __typename } ...N } }
        fragment N on Node { t: __typename ... on Cited { c: __typename } }"#;
    let right = r#"{"node":{"acronym":"RCM","id":"iscm:rcm","slug":"rcm","__typename":"Iscm","t":"Iscm","c":"Iscm"}}"#;
    assert_eq!(text(server, query).await, right);
    let query = r#"{ iscm(acronym: "RCM") { ...A slug ...B acronym } } fragment A on Iscm { acronym ...B } fragment B on Iscm { region slug }"#;
    let data = text(server, query).await;
    let keys: Vec<_> = ["acronym", "region", "slug"]
        .iter()
        .map(|key| data.find(&format!("\"{key}\"")))
        .collect();
    assert!(
        keys.is_sorted() && keys.iter().all(Option::is_some),
        "{data}"
    );
}

async fn a_field_asked_twice_is_one(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = r#"{ iscm(acronym: "RCM") { members(first: 1) { totalCount } slug } ...F }
        fragment F on Query { iscm(acronym: "RCM") { acronym members(first: 1) { nodes { role } } } }"#;
    let data = server.data(query, json!({})).await;
    let iscm = &data["iscm"];
    let keys: Vec<_> = iscm.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["members", "slug", "acronym"]);
    assert!(
        iscm["members"]["totalCount"].is_u64() && iscm["members"]["nodes"][0]["role"].is_string(),
        "{data}"
    );
    // When one of the places fails, the field fails as a whole.
    let query = r#"{ iscm(acronym: "RCM") { slug } ...F } fragment F on Query { iscm(acronym: "RCM") { themes(topics: ["magic"]) { id } } }"#;
    let answer = server.ask(query, json!({})).await;
    assert_eq!(answer["data"], json!({ "iscm": null }), "{answer}");
    assert_eq!(
        answer["errors"].as_array().map(Vec::len),
        Some(1),
        "{answer}"
    );
}

async fn what_is_skipped_is_not_there(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    for (query, right) in [
        (
            "{ dataset { version @skip(if: true) } }",
            r#"{"dataset":{}}"#,
        ),
        (
            "{ dataset { version @include(if: false) __typename @skip(if: true) } }",
            r#"{"dataset":{}}"#,
        ),
        (
            "{ dataset { __typename @include(if: true) version @skip(if: true) } }",
            r#"{"dataset":{"__typename":"Dataset"}}"#,
        ),
        ("{ __typename @skip(if: true) }", "{}"),
        (
            "{ dataset { ... @skip(if: true) { version } ...F @include(if: false) } } fragment F on Dataset { version }",
            r#"{"dataset":{}}"#,
        ),
        (
            "{ dataset { version @skip(if: false) @include(if: true) } }",
            r#"{"dataset":{"version":1}}"#,
        ),
        (
            "{ dataset { version @skip(if: true) @include(if: true) } }",
            r#"{"dataset":{}}"#,
        ),
        (
            "{ dataset { version @skip(if: true) version } }",
            r#"{"dataset":{"version":1}}"#,
        ),
    ] {
        assert_eq!(text(server, query).await, right, "{query}");
    }
    let query = "query ($yes: Boolean!, $no: Boolean = false) { dataset { version @include(if: $yes) t: __typename @include(if: $no) } }";
    for (yes, right) in [(true, json!({ "version": 1 })), (false, json!({}))] {
        let data = server.data(query, json!({ "yes": yes })).await;
        assert_eq!(data["dataset"], right);
    }
}

async fn fragments_on_types_that_nodes_have_too_are_merged(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = r#"{ nodes(ids: ["iscm:rcm", "country:MX"]) { __typename ... on Cited { citations { locator } }
        ... on Iscm { citations { source { title } } name } ... on Country { name } ... on Node { id } } }"#;
    let data = server.data(query, json!({})).await;
    let [iscm, country] = data["nodes"].as_array().expect("nodes").as_slice() else {
        panic!("two nodes: {data}");
    };
    let citation = &iscm["citations"][0];
    assert!(
        citation.get("locator").is_some() && citation["source"]["title"].is_string(),
        "{data}"
    );
    assert_eq!(
        country,
        &json!({ "__typename": "Country", "name": "Mexico", "id": "country:MX" })
    );
}

async fn the_newest_syntax_is_read(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = r#"
        "What it is for" query Q("which" $a: String = "R\u{43}M" """of
        all""" $n: Int = 1) { iscm(acronym: $a) { ...F } }
        """A part""" fragment F on Iscm { acronym members(first: $n) { nodes { __typename } } }"#;
    let data = server.data(query, json!({})).await;
    assert_eq!(
        data["iscm"],
        json!({ "acronym": "RCM", "members": { "nodes": [{ "__typename": "Membership" }] } })
    );
    for text in [r"\u{1F600}", r"\uD83D\uDE00", "😀"] {
        let query =
            format!("{{ iscms(filter: {{ acronym: {{ eq: \"{text}\" }} }}) {{ totalCount }} }}");
        let answer = server.ask(&query, json!({})).await;
        let message = answer["errors"][0]["message"].as_str().expect("an error");
        assert!(message.contains('😀'), "{text}: {message}");
    }
    for wrong in [
        r#""alone" { dataset { version } }"#,
        r#"{ iscm(acronym: "\u{110000}") { slug } }"#,
        r#"{ iscm(acronym: "\uD83D") { slug } }"#,
        r#"{ iscm(acronym: "\u{}") { slug } }"#,
    ] {
        let answer = server.ask(wrong, json!({})).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "GRAPHQL_PARSE_FAILED",
            "{wrong}: {answer}"
        );
    }
}

async fn introspection_is_complete(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let data = server
        .data(include_str!("edge/introspection.graphql"), json!({}))
        .await;
    let types = data["__schema"]["types"].as_array().expect("types");
    let named = |name: &str| types.iter().find(|of| of["name"] == name).expect("a type");
    assert_eq!(named("IscmFilter")["isOneOf"], false);
    assert_eq!(named("Iscm")["isOneOf"], Value::Null);
    assert!(
        named("Date")["specifiedByURL"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://scalars.graphql.org/"))
    );
    let directives = data["__schema"]["directives"]
        .as_array()
        .expect("directives");
    let names: Vec<_> = directives
        .iter()
        .filter_map(|of| of["name"].as_str())
        .collect();
    for name in [
        "skip",
        "include",
        "deprecated",
        "specifiedBy",
        "oneOf",
        "cost",
        "listSize",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert_eq!(directives[0]["isRepeatable"], false);
    let data = server.data("{ __type(name: \"Iscm\") { name fields { name } } none: __type(name: \"Nothing\") { name } }", json!({})).await;
    assert_eq!(data["__type"]["name"], "Iscm");
    assert_eq!(data["none"], Value::Null);
    // The schema's description is this one's own, under whatever keys it is asked for.
    let query = "query ($yes: Boolean!) { __schema { description queryType { description } own: description }
        again: __schema { ...Own } }
        fragment Own on __Schema { text: description @include(if: $yes) no: description @skip(if: $yes) }";
    let data = server.data(query, json!({ "yes": true })).await;
    let own = iscm::graphql::DESCRIPTION;
    assert_eq!(data["__schema"]["description"], own);
    assert_eq!(data["__schema"]["own"], own);
    assert_eq!(data["again"], json!({ "text": own }));
    assert_eq!(
        data["__schema"]["queryType"]["description"],
        "Where a query starts."
    );
    assert!(iscm::graphql::sdl().contains(&format!("\"\"\"\n{own}\n\"\"\"\nschema {{")));
}

async fn operations_are_chosen_by_name(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "query A { a: __typename } query B { b: __typename }";
    let ask = async |name: Value| {
        let body = json!({ "query": query, "operationName": name }).to_string();
        let answer = server.post("application/json", body).await;
        answer.json::<Value>().await.expect("JSON")
    };
    assert_eq!(ask(json!("A")).await["data"], json!({ "a": "Query" }));
    assert_eq!(ask(json!("B")).await["data"], json!({ "b": "Query" }));
    for name in [Value::Null, json!("C"), json!("")] {
        let answer = ask(name.clone()).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["argument"], "operationName",
            "{name}: {answer}"
        );
        assert_eq!(
            error["extensions"]["allowed"],
            json!(["A", "B"]),
            "{name}: {answer}"
        );
        assert_eq!(answer.get("data"), None);
    }
    let answer = server
        .ask("fragment F on Dataset { version }", json!({}))
        .await;
    assert!(
        answer.get("data").is_none() && answer["errors"].is_array(),
        "{answer}"
    );
    for (empty, code) in [
        ("", "BAD_REQUEST"),
        ("   ", "GRAPHQL_PARSE_FAILED"),
        ("# nothing", "GRAPHQL_PARSE_FAILED"),
    ] {
        let answer = server.ask(empty, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], code, "{empty:?}: {answer}");
    }
}
