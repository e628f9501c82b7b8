//! Documents within all limits that once took seconds and gigabytes: what they cost is told, and no more is
//! done for them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Backend, Program, TestDatabase, both_databases, client};

both_databases! {
    what_is_let_through_takes_little_memory_and_time,
}

/// The most memory that one document may add to the process, in bytes.
const MEMORY: u64 = 100 << 20;

/// The documents, each with its variables, and with the limit or code that it meets.
fn documents() -> [(&'static str, String, Value, &'static str); 4] {
    let aliases = |count: usize, field: &str| -> String {
        let all: Vec<_> = (0..count)
            .map(|number| format!("a{number}: {field}"))
            .collect();
        all.join(" ")
    };
    let lists = format!(
        "query($t: [String!]) {{ {} }} fragment F on Iscm {{ {} }}",
        aliases(142, "iscm(acronym: \"RCM\") { ...F }"),
        aliases(10, "themes(topics: $t) { id }"),
    );
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
            lists,
            json!({ "t": vec!["a"; 9_980] }),
            "cost",
        ),
        (
            "a filter used 1,420 times",
            filters,
            json!({ "f": { "and": vec![condition; 90] } }),
            "cost",
        ),
        (
            "groups of groups",
            format!("{{ {groups} }}"),
            json!({}),
            "cost",
        ),
        (
            "long lists for each hit",
            search.to_owned(),
            json!({ "i": vec!["RCM"; 4_000], "n": vec!["ISCM"; 4_000] }),
            "BAD_USER_INPUT",
        ),
    ]
}

async fn what_is_let_through_takes_little_memory_and_time(backend: Backend) {
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
        assert!(
            met["limit"] == meets || met["code"] == meets,
            "{name}: {answer:.300}"
        );
        assert!(taken < Duration::from_secs(10), "{name}: {taken:?}");
        assert!(grown < MEMORY, "{name}: {grown} bytes");
    }
}
