//! What is no document is refused before it is executed, and one fault is told once, where it is. The whole
//! grammar is compared with graphql-js by `clients/grammar.mjs`.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_breaks_the_grammar_is_refused_where_it_is,
    what_follows_the_grammar_is_read,
    what_follows_from_an_error_is_not_told,
    a_null_for_a_default_tells_what_is_taken,
}

/// Documents that graphql-js 16.15 refuses, with a word of what is told and the column.
const BROKEN: [(&str, &str, u64); 21] = [
    ("{ iscms(first) { totalCount } }", "`:` with a value", 14),
    (
        "{ instruments(filter: {kind: {eq}}) { totalCount } }",
        "`:` with a value",
        33,
    ),
    (
        "{ iscms(filter: {kind eq}) { totalCount } }",
        "`:` with a value",
        23,
    ),
    (
        "{ iscms(filter: {and: [{kind}]}) { totalCount } }",
        "`:` with a value",
        29,
    ),
    (
        "{ country(code: \"MX\") { name(language) } }",
        "`:` with a value",
        38,
    ),
    (
        "{ dataset { version @include(if true) } }",
        "`:` with a value",
        33,
    ),
    ("{ iscm(acronym \"RCM\") { name } }", "`:` with a value", 16),
    (
        "{ iscm(acronym = \"RCM\") { name } }",
        "`:` with a value",
        16,
    ),
    (
        "query ($f: IscmFilter = {kind}) { iscms(filter: $f) { totalCount } }",
        "`:` with a value",
        30,
    ),
    ("query @include(if) { __typename }", "`:` with a value", 18),
    (
        "{ iscms(first: 1 after) { totalCount } }",
        "`:` with a value",
        23,
    ),
    ("query \"d\" B { __typename }", "a selection", 7),
    ("query B \"d\" { __typename }", "a selection", 9),
    (
        "{ ...F } fragment \"d\" F on Query { __typename }",
        "the name of a fragment",
        19,
    ),
    (
        "{ ...F } fragment F on \"d\" Query { __typename }",
        "the name of a type",
        24,
    ),
    ("\"d\" { __typename }", "`query`", 1),
    (
        "query ($a: \"d\" Int) { __typename }",
        "the name of a type",
        12,
    ),
    (
        "{ iscms(first: -) { totalCount } }",
        "a number is expected",
        16,
    ),
    ("{ iscm.name }", "`.` is no sign", 7),
    ("{ ... }", "not `}`", 7),
    ("{ __typename\u{a0}}", "U+00A0", 13),
];

async fn what_breaks_the_grammar_is_refused_where_it_is(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (document, word, column) in BROKEN {
        let answer = server.ask(document, json!({})).await;
        assert_eq!(answer.get("data"), None, "{document}: {answer}");
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{document}: {answer}");
        assert_eq!(
            errors[0]["extensions"]["code"], "GRAPHQL_PARSE_FAILED",
            "{document}: {answer}"
        );
        let message = errors[0]["message"].as_str().expect("a message");
        assert!(message.contains(word), "{document}: {message}");
        let at = json!([{ "line": 1, "column": column }]);
        assert_eq!(errors[0]["locations"], at, "{document}: {message}");
    }
}

async fn what_follows_the_grammar_is_read(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for document in [
        "\"d\" query A(\"d\" $a: Int = 1, \"e\" $b: IscmFilter = {and: [{}]}) { iscms(first: $a filter: $b) { totalCount } }",
        "\"\"\"d\"\"\" query { ...F } \"e\" fragment F on Query { __typename }",
        "{ ... , F ... # on\n F ... , @include(if: true) { a: __typename } } fragment F on Query { __typename }",
        "{iscms(first:1filter:{}){totalCount}}",
    ] {
        let document = document.replace("first:1filter", "first:1 filter");
        server.data(&document, json!({})).await;
    }
}

/// What holds an error is left out, and what is used there is not "never used".
async fn what_follows_from_an_error_is_not_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (document, word) in [
        ("query ($b: Int) { nope(a: $b) }", "`nope`"),
        (
            "query ($b: Int) { iscm(acronym: \"RCM\") { nope(x: $b) name } }",
            "`nope`",
        ),
        (
            "query ($b: Boolean!) { ... on Nope @include(if: $b) { a } }",
            "Nope",
        ),
        (
            "query ($b: Boolean!) { nope { a @skip(if: $b) } }",
            "`nope`",
        ),
        (
            "query ($b: String) { iscm(acronym: \"RCM\") { name(nope: $b) } }",
            "`nope`",
        ),
        ("{ nope { ...F } } fragment F on Iscm { name }", "`nope`"),
        (
            "query ($b: Boolean!) { dataset { version @nope(if: $b) } }",
            "nope",
        ),
    ] {
        let answer = server.ask(document, json!({ "b": null })).await;
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{document}: {answer}");
        let message = errors[0]["message"].as_str().expect("a message");
        assert!(message.contains(word), "{document}: {message}");
    }
    for (document, word) in [
        ("query ($b: Int) { __typename }", "$b"),
        ("{ __typename } fragment F on Iscm { name }", "F"),
    ] {
        let answer = server.ask(document, json!({})).await;
        let message = answer["errors"][0]["message"].as_str().expect("a message");
        assert!(
            message.contains(word) && message.contains("never used"),
            "{message}"
        );
    }
}

async fn a_null_for_a_default_tells_what_is_taken(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let of = |declared: &str| {
        format!("query({declared}) {{ country(code: \"MX\") {{ name(language: $l) }} }}")
    };
    let allowed = |answer: &Value| answer["errors"][0]["extensions"]["allowed"].clone();
    let literal = "{ country(code: \"MX\") { name(language: null) } }";
    let right = allowed(&server.ask(literal, json!({})).await);
    assert!(
        right.as_array().is_some_and(|words| words.len() > 1),
        "{right}"
    );
    for (declared, given, advice) in [
        ("$l: Language", json!({ "l": null }), "leave `$l` out"),
        ("$l: Language = ES", json!({ "l": null }), "leave `$l` out"),
        (
            "$l: Language = null",
            json!({}),
            "leave its default `null` and `$l` out",
        ),
        (
            "$l: Language = null",
            json!({ "l": null }),
            "leave its default `null` and `$l` out",
        ),
        ("$l: Language!", json!({}), "is missing"),
        ("$l: Language!", json!({ "l": null }), "not null"),
        ("$l: Language", json!({ "l": "XX" }), "takes one of"),
    ] {
        let answer = server.ask(&of(declared), given).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["argument"], "$l",
            "{declared}: {answer}"
        );
        assert_eq!(allowed(&answer), right, "{declared}: {answer}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(advice), "{declared}: {message}");
    }
    for declared in ["$l: Language", "$l: Language = ES"] {
        server.data(&of(declared), json!({})).await;
    }
}
