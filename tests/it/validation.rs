//! The specification's rules of validation (section 5), each with documents that follow it and
//! documents that break it, in the order of the specification of September 2025.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    each_rule_lets_pass_what_follows_it_and_refuses_what_breaks_it,
    variables_are_coerced_as_the_specification_says,
}

#[derive(Deserialize)]
struct Rules {
    rule: Vec<Rule>,
}

/// A rule, what follows it, and what breaks it with a word of the error.
#[derive(Deserialize)]
struct Rule {
    name: String,
    valid: Vec<String>,
    invalid: Vec<(String, String)>,
}

async fn each_rule_lets_pass_what_follows_it_and_refuses_what_breaks_it(backend: Backend) {
    let server = TestServer::start(backend).await;
    let given = json!({ "a": "RCM", "s": true, "y": null });
    let rules: Rules = toml::from_str(include_str!("validation.toml")).expect("rules");
    assert!(rules.rule.len() >= 29, "all rules are there");
    for rule in rules.rule {
        for document in &rule.valid {
            let is_number = document.contains("$y: Int!");
            let is_list = document.contains("$y: [Int!]");
            let mut given = given.clone();
            if is_list {
                given["y"] = json!([2016]);
            }
            if is_number {
                given["y"] = json!(2016);
            }
            let answer = server.ask(document, given).await;
            assert!(!is_refused(&answer), "{}: {document}\n{answer}", rule.name);
            assert!(
                answer["data"].is_object(),
                "{}: {document}\n{answer}",
                rule.name
            );
        }
        for (document, word) in &rule.invalid {
            let answer = server.ask(document, given.clone()).await;
            assert!(is_refused(&answer), "{}: {document}\n{answer}", rule.name);
            assert_eq!(
                answer.get("data"),
                None,
                "{}: {document}\n{answer}",
                rule.name
            );
            let errors = answer["errors"].as_array().expect("errors");
            let told = errors.iter().filter_map(|error| error["message"].as_str());
            let told: Vec<_> = told.collect();
            let has_word = told.iter().any(|message| message.contains(word));
            assert!(has_word, "{}: {document}\n{word:?} in {told:?}", rule.name);
            assert!(
                errors.len() <= 3,
                "{}: {document}\none fault is told at most thrice: {told:?}",
                rule.name
            );
            for error in errors {
                assert!(
                    error["locations"][0]["line"].is_u64(),
                    "{}: {document}\n{answer}",
                    rule.name
                );
            }
        }
    }
}

pub(crate) fn is_refused(answer: &Value) -> bool {
    let code = &answer["errors"][0]["extensions"]["code"];
    code == "GRAPHQL_VALIDATION_FAILED" || code == "GRAPHQL_PARSE_FAILED"
}

async fn variables_are_coerced_as_the_specification_says(backend: Backend) {
    let server = TestServer::start(backend).await;
    let ask = async |query: &str, variables: Value| server.ask(query, variables).await;
    let count = |answer: &Value| answer["data"]["iscms"]["nodes"].as_array().map(Vec::len);
    let query = "query ($n: Int = 2) { iscms(first: $n) { nodes { id } } }";
    assert_eq!(count(&ask(query, json!({})).await), Some(2), "the default");
    assert_eq!(count(&ask(query, json!({ "n": 3 })).await), Some(3));
    assert_eq!(
        count(&ask(query, json!({ "n": 3.0 })).await),
        Some(3),
        "a whole number"
    );
    let all = count(&ask("{ iscms { nodes { id } } }", json!({})).await);
    assert_eq!(
        count(&ask(query, json!({ "n": null })).await),
        all,
        "null is a value"
    );
    let query = "query ($n: Int) { iscms(first: $n) { nodes { id } } }";
    assert_eq!(
        count(&ask(query, json!({})).await),
        all,
        "not given is as not written"
    );
    // A default of an argument stands in for a variable that is not given.
    let query =
        "query ($o: GroupOrder) { instruments { groupBy(keys: [KIND], orderBy: $o) { count } } }";
    let groups = ask(query, json!({})).await["data"]["instruments"]["groupBy"].take();
    let counts: Vec<_> = groups
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| group["count"].as_u64())
        .collect();
    assert!(counts.is_sorted_by(|one, next| one >= next), "{counts:?}");
    // Where null may be given and is none of the argument's values, the field fails.
    let answer = ask(query, json!({ "o": null })).await;
    assert_eq!(
        answer["errors"][0]["path"],
        json!(["instruments", "groupBy"]),
        "{answer}"
    );
    assert_eq!(answer["data"], Value::Null, "{answer}");
    // A value alone is a list of one, also in variables.
    let query = "query ($y: [Int!]) { instruments(filter: { year: { in: $y } }) { totalCount } }";
    let one = ask(query, json!({ "y": 2016 })).await["data"]["instruments"]["totalCount"].take();
    let list = ask(query, json!({ "y": [2016] })).await["data"]["instruments"]["totalCount"].take();
    assert!(one.is_u64() && one == list, "{one} {list}");
    for (variables, word) in [
        (json!({ "a": null }), "$a"),
        (json!({}), "`$a` is missing"),
        (json!({ "a": 7 }), "$a"),
        (json!({ "a": ["RCM"] }), "$a"),
        (json!({ "a": {} }), "$a"),
        (json!({ "a": true }), "$a"),
    ] {
        let answer = ask(
            "query ($a: String!) { iscm(acronym: $a) { slug } }",
            variables.clone(),
        )
        .await;
        assert!(is_refused(&answer), "{variables}: {answer}");
        assert!(
            answer["errors"][0]["message"]
                .as_str()
                .is_some_and(|text| text.contains(word)),
            "{answer}"
        );
        assert_eq!(
            answer["errors"][0]["locations"],
            json!([{ "line": 1, "column": 8 }])
        );
    }
    for (json, is_right) in [
        (json!(2_147_483_647), true),
        (json!(2_147_483_648_u64), false),
        (json!(1.5), false),
        (json!("1"), false),
        (json!(true), false),
        (json!(1e300), false),
    ] {
        let query = "query ($n: Int) { instruments(filter: { year: { eq: $n } }) { totalCount } }";
        let answer = ask(query, json!({ "n": json })).await;
        assert_eq!(!is_refused(&answer), is_right, "{json}: {answer}");
    }
    // Dates are written in one way.
    let query = "query ($d: Date) { memberships(on: $d) { totalCount } }";
    for wrong in [
        "2019-11- 1",
        " 2019-1-01",
        "\t2019-1-01",
        "2019- 1-01",
        "2019-11-1 ",
        "2019-1-1",
        "2021-02-29",
        "2019-11-21T00:00:00Z",
        "+2019-11-2",
        "-019-11-21",
        "2019/11/21",
        "20191121",
        "2019-W47-4",
        "\u{661}019-11-2",
        "",
    ] {
        let answer = ask(query, json!({ "d": wrong })).await;
        assert!(is_refused(&answer), "{wrong:?}: {answer}");
        assert_eq!(
            answer["errors"][0]["extensions"]["argument"], "$d",
            "{wrong:?}"
        );
        let literal = format!("{{ memberships(on: {}) {{ totalCount }} }}", json!(wrong));
        assert!(is_refused(&ask(&literal, json!({})).await), "{wrong:?}");
    }
    for right in ["2019-11-21", "2020-02-29", "0001-01-01"] {
        assert!(
            ask(query, json!({ "d": right })).await["data"].is_object(),
            "{right}"
        );
    }
    // What the operation does not know is not looked at.
    let answer = ask("{ dataset { version } }", json!({ "unknown": [1, 2] })).await;
    assert_eq!(answer["data"]["dataset"]["version"], 1);
}
