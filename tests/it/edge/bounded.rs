//! Documents that once took seconds and gigabytes, though they met all limits: what they cost is told, and they
//! are refused before anything is done for them; what of them is within the cost is done, and no more.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Backend, Program, TestDatabase, both_databases, client};

both_databases! {
    what_once_took_gigabytes_is_refused_or_takes_little,
}

/// The most memory that one document may add to the process, in bytes.
const MEMORY: u64 = 100 << 20;

/// The documents, each with its variables, and with the limit or code that it meets, if any.
fn documents() -> [(&'static str, String, Value, Option<&'static str>); 5] {
    let aliases = |count: usize, field: &str| -> String {
        let all: Vec<_> = (0..count)
            .map(|number| format!("a{number}: {field}"))
            .collect();
        all.join(" ")
    };
    let lists = |times| {
        format!(
            "query($t: [String!]) {{ {} }} fragment F on Iscm {{ {} }}",
            aliases(times, "iscm(acronym: \"RCM\") { ...F }"),
            aliases(10, "themes(topics: $t) { id }"),
        )
    };
    let filters = format!(
        "query($f: InstrumentFilter) {{ {} }} fragment F on Iscm {{ {} }}",
        aliases(142, "iscm(acronym: \"RCM\") { ...F }"),
        aliases(10, "instruments(filter: $f) { totalCount }"),
    );
    let condition = json!({ "title": { "contains": "z" } });
    let groups = aliases(
        30,
        "memberships { groupBy(keys: [ISCM, COUNTRY]) { values { node { ... on Iscm { summaryOfFindings { markdown } } } } } }",
    );
    let search = "query($i: [String!], $n: [NodeType!]) { search(query: \"migration\", iscms: $i, types: $n) { totalCount } }";
    [
        (
            "a list used 1,420 times",
            lists(142),
            json!({ "t": vec!["a"; 9_980] }),
            Some("cost"),
        ),
        (
            "a list used 300 times, within the cost",
            lists(30),
            json!({ "t": vec!["health"; 100] }),
            None,
        ),
        (
            "a filter used 1,420 times",
            filters,
            json!({ "f": { "and": vec![condition; 90] } }),
            Some("cost"),
        ),
        (
            "groups of groups",
            format!("{{ {groups} }}"),
            json!({}),
            Some("cost"),
        ),
        (
            "long lists for each hit",
            search.to_owned(),
            json!({ "i": vec!["RCM"; 4_000], "n": vec!["ISCM"; 4_000] }),
            Some("BAD_USER_INPUT"),
        ),
    ]
}

async fn what_once_took_gigabytes_is_refused_or_takes_little(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let (program, url) = Program::serving(&database.url());
    let client = client();
    let ask = async |body: Value| -> Value {
        let answer = client.post(&url).json(&body).send().await;
        answer.expect("an answer").json().await.expect("JSON")
    };
    ask(json!({ "query": "{ iscm(acronym: \"RCM\") { established } }" })).await;
    for (name, document, variables, meets) in documents() {
        let (before, begun) = (program.resident_memory(), Instant::now());
        let answer = ask(json!({ "query": document, "variables": variables })).await;
        let (taken, grown) = (
            begun.elapsed(),
            program.resident_memory().saturating_sub(before),
        );
        let met = &answer["errors"][0]["extensions"];
        let is_right = match meets {
            Some(meets) => met["limit"] == meets || met["code"] == meets,
            None => answer["errors"].is_null() && answer["data"]["a29"].is_object(),
        };
        assert!(is_right, "{name}: {answer:.300}");
        assert!(taken < Duration::from_secs(10), "{name}: {taken:?}");
        assert!(grown < MEMORY, "{name}: {grown} bytes");
    }
}
