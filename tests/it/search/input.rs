//! What is no search, strange searches, and hostile data.

use iscm::dataset::Files;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases};

both_databases! {
    what_cannot_be_searched_is_told,
    strange_texts_are_answered,
    highlights_of_hostile_texts_are_safe,
}

async fn what_cannot_be_searched_is_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let (long, huge) = ("x".repeat(257), "x ".repeat(5 * 1024));
    let many = "word ".repeat(25);
    for (arguments, argument, takes) in [
        (json!({ "query": "" }), "query", "blank"),
        (json!({ "query": " \u{3000}\u{2003} " }), "query", "blank"),
        (json!({ "query": long }), "query", "256 characters, not 257"),
        (
            json!({ "query": huge }),
            "query",
            "256 characters, not 10240",
        ),
        (json!({ "query": many }), "query", "24 words, not 25"),
        (json!({ "query": "a\u{7}b" }), "query", "control"),
        (json!({ "query": "\"" }), "query", "letters or digits"),
        (
            json!({ "query": "-not" }),
            "query",
            "beside those to leave out",
        ),
        (json!({ "query": "?!" }), "query", "letters or digits"),
        (json!({ "query": "x", "types": [] }), "types", "empty list"),
        (json!({ "query": "x", "iscms": [] }), "iscms", "empty list"),
        (
            json!({ "query": "x", "topics": [] }),
            "topics",
            "empty list",
        ),
        (
            json!({ "query": "x", "iscms": ["RCM", "nowhere"] }),
            "iscms",
            "\"nowhere\"",
        ),
        (
            json!({ "query": "x", "topics": ["magic"] }),
            "topics",
            "\"magic\"",
        ),
        (
            json!({ "query": "x", "years": { "from": 2020, "to": 2010 } }),
            "years",
            "2020 and 2010",
        ),
        (
            json!({ "query": "x", "first": -1 }),
            "first",
            "0 to 100, not -1",
        ),
        (
            json!({ "query": "x", "first": 101 }),
            "first",
            "0 to 100, not 101",
        ),
        (json!({ "query": "x", "after": "" }), "after", "cursor"),
        (
            json!({ "query": "x", "after": "WyJpc2NtIl0" }),
            "after",
            "cursor",
        ),
    ] {
        let document = "query ($query: String!, $types: [NodeType!], $iscms: [String!], $topics: [String!],
            $years: YearRange, $first: Int, $after: String) { search(query: $query, types: $types, iscms: $iscms,
            topics: $topics, years: $years, first: $first, after: $after) { totalCount } }";
        refused(&server, document, &arguments, ("search", argument, takes)).await;
    }
    for (arguments, argument, takes) in [
        (json!({ "prefix": " " }), "prefix", "blank"),
        (json!({ "prefix": "…" }), "prefix", "letter or digit"),
        (
            json!({ "prefix": "x".repeat(300) }),
            "prefix",
            "256 characters",
        ),
        (json!({ "prefix": "x", "types": [] }), "types", "empty list"),
        (json!({ "prefix": "x", "first": 1000 }), "first", "0 to 100"),
    ] {
        let document = "query ($prefix: String!, $types: [NodeType!], $first: Int) {
            suggest(prefix: $prefix, types: $types, first: $first) { text } }";
        refused(&server, document, &arguments, ("suggest", argument, takes)).await;
    }
}

/// Holds that a field refuses an argument and tells what it takes.
async fn refused(
    server: &TestServer,
    document: &str,
    arguments: &Value,
    (field, argument, takes): (&str, &str, &str),
) {
    let answer = server.ask(document, arguments.clone()).await;
    let error = &answer["errors"][0];
    assert_eq!(
        error["extensions"]["code"], "BAD_USER_INPUT",
        "{arguments}: {answer}"
    );
    assert_eq!(
        error["extensions"]["argument"], argument,
        "{arguments}: {answer}"
    );
    assert_eq!(error["path"], json!([field]), "{answer}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains(takes), "{arguments}: {message}");
}

async fn strange_texts_are_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for text in [
        "\u{fdfa}",
        "\u{202e}x",
        "İI ǅ ß",
        "\u{1f468}\u{200d}\u{1f469}x",
        "a\u{301}\u{302}\u{303}",
        "\u{feff}x",
        "-\u{2212}x",
        "x\"y\"z",
        "----x",
        "\u{e000}\u{10ffff}x",
        "ﷺﷺﷺﷺ",
        "한국어",
        "ศูนย์",
        "5+5",
        "3.14",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "\u{640}x",
        ":en:migrat",
        "\\\"x",
        "миграция международная",
    ] {
        let document = "query ($text: String!) {
            search(query: $text) { totalCount edges { highlights { fragment } } }
            suggest(prefix: $text) { text fragment } }";
        let answer = server.ask(document, json!({ "text": text })).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(
            code.is_null() || code == "BAD_USER_INPUT",
            "{text:?}: {answer}"
        );
    }
}

async fn highlights_of_hostile_texts_are_safe(backend: Backend) {
    let folder = DataFolder::copy();
    let hostile = format!(
        "{} <script>alert('zzyzx')</script> & <mark>zzyzx</mark> <b onclick=\\\"zzyzx\\\"> {} \u{e9}zzyzx\u{301} OVERRIDEzzyzx",
        "x".repeat(300),
        "x\u{301}".repeat(300)
    );
    folder.append(
        "iscm/sacm.toml",
        &format!("[[activities]]\nkey = \"hostile\"\nkind = \"TRAINING\"\nsummary = \"{hostile}\"\ncite = [\"summary-2019\"]"),
    );
    let database = TestDatabase::empty(backend);
    let files = Files::read(folder.path()).expect("the files");
    let db = database.open().await;
    iscm::import(&db, &files, "Hostile")
        .await
        .expect("imported");
    // No file may have it in it any more, but databases may.
    let summary = "UPDATE activity SET summary = replace(summary, 'OVERRIDE', '\u{202e}')";
    db.execute_unprepared(summary).await.expect("changed");
    let server = TestServer::with(&database.config()).await;
    let document = "query ($query: String!) { search(query: $query) {
        edges { node { id } highlights { field fragment } } } }";
    let data = server
        .data(document, json!({ "query": "zzyzx <script>" }))
        .await;
    let edges = data["search"]["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 1, "{data}");
    let highlights = edges[0]["highlights"].as_array().expect("highlights");
    assert!((1..=3).contains(&highlights.len()), "{data}");
    for highlight in highlights {
        assert_eq!(highlight["field"], "summary");
        let fragment = highlight["fragment"].as_str().expect("a fragment");
        let (opened, closed) = ("<mark>", "</mark>");
        assert_eq!(
            fragment.matches(opened).count(),
            fragment.matches(closed).count()
        );
        let rest = fragment.replace(opened, "").replace(closed, "");
        assert!(!rest.contains(['<', '>', '"', '\'']), "{fragment}");
        assert!(fragment.contains("<mark>zzyzx"), "{fragment}");
        assert!(
            !rest.trim_start_matches('…').starts_with('\u{301}'),
            "{fragment}"
        );
    }
}
