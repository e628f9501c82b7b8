//! How long questions take over the data set a hundred times, in this process and without a database:
//! the whole of a GraphQL query, from the document to the JSON of its data. Searches with their page's
//! nodes, highlights and counts of types; filters, orders and groups over all nodes of a type.
//!
//! `cargo bench --bench graph`. `ISCM_BENCH_TIMES` sets how many times the data are taken.

use std::env;
use std::io::{self, Write};
use std::process::id;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use chrono::Utc;
use iscm::config::Edge;
use iscm::dataset;
use iscm::graph::{Scope, Snapshot};
use iscm::request::{Bounds, Documents, Named, Refused};
use iscm::search::Index;
use iscm::store::{Loaded, Version};
use serde_json::{Map, Value, json};

mod memory;
mod setting;
use memory::resident;
use setting::number;

/// What is asked: words as people type them, in the languages of the data.
const SEARCHES: [&str; 26] = [
    "RCM",
    "Bali Process",
    "migration",
    "labour migration",
    "RCM guidelines children",
    "Mexico",
    "Honduras care protocols",
    "trafficking in persons",
    "\"trafficking in persons\" -smuggling",
    "return and reintegration of migrants",
    "human rights of migrants",
    "climate change and disasters",
    "regional conference on migration",
    "international organization for migration",
    "ministerial declaration 2016",
    "Conferencia Regional sobre Migracion",
    "declaración de ministros",
    "Dialogue Afrique migrations",
    "migração e desenvolvimento",
    "Алматинский процесс",
    "миграция",
    "عملية التشاور",
    "Regoinal Confrence",
    "Hondruas membership",
    "guidel",
    "mig",
];

/// What is asked by filters, orders and groups, each over all nodes of a type.
const QUESTIONS: [(&str, &str); 14] = [
    (
        "instruments of a kind",
        "{ instruments(filter: { kind: { eq: GUIDELINES } }) { totalCount nodes { title } } }",
    ),
    (
        "instruments on a topic since a year",
        "{ instruments(filter: { topics: { some: { slug: { eq: \"children\" } } }, year: { gte: 2014 } }) { totalCount nodes { title } } }",
    ),
    (
        "a text within titles",
        "{ instruments(filter: { title: { contains: \"declaration\" } }) { totalCount nodes { title } } }",
    ),
    (
        "ISCMs by member and instrument",
        "{ iscms(filter: { members: { some: { country: { in: [MX, CA] } } }, instruments: { some: { topics: { some: { slug: { eq: \"children\" } } }, year: { gte: 2014 } } } }) { totalCount nodes { acronym } } }",
    ),
    (
        "States in five or more ISCMs",
        "{ countries(filter: { iscms: { count: { gte: 5 } } }) { totalCount nodes { code } } }",
    ),
    (
        "facts that cite reports",
        "{ events(filter: { citations: { some: { source: { is: { kind: { eq: REPORT } } } } } }) { totalCount } }",
    ),
    (
        "instruments by kind",
        "{ instruments { groupBy(keys: [KIND]) { count values { value } } } }",
    ),
    (
        "instruments by topic",
        "{ instruments { groupBy(keys: [TOPIC]) { count values { value label } } } }",
    ),
    (
        "instruments by decade and kind",
        "{ instruments { groupBy(keys: [DECADE, KIND]) { count values { value } min(of: YEAR) } } }",
    ),
    (
        "members by country",
        "{ memberships(filter: { role: { eq: MEMBER } }) { groupBy(keys: [COUNTRY]) { count values { value } } } }",
    ),
    (
        "members by region and role",
        "{ memberships { groupBy(keys: [COUNTRY_REGION, ROLE]) { count values { value } } } }",
    ),
    (
        "events by country, filtered",
        "{ events(filter: { year: { gte: 2010 } }) { groupBy(keys: [COUNTRY]) { count values { value } } } }",
    ),
    (
        "a nested page of one",
        "{ topic(slug: \"labour-migration\") { instruments(first: 1) { nodes { title } } iscms(first: 1) { nodes { acronym } } } }",
    ),
    (
        "ISCMs by number of members",
        "{ iscms(orderBy: [{ field: MEMBER_COUNT, direction: DESC }, { field: NAME }], first: 20) { nodes { acronym } } }",
    ),
];

/// What is typed.
const PREFIXES: [&str; 6] = ["m", "re", "reg", "regional conf", "мекс", "migrac"];

/// How often each is asked.
const ROUNDS: usize = 30;

const SEARCH: &str = "query ($text: String!) { search(query: $text) { totalCount
    edges { node { __typename id } score highlights { field fragment } } types { type count } } }";
const SUGGEST: &str =
    "query ($text: String!) { suggest(prefix: $text) { text fragment node { id } } }";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // `cargo test --all-targets` runs benches too, without that flag; it is not kept waiting.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let times = number("ISCM_BENCH_TIMES", 100)?;
    let mut out = io::stdout().lock();
    for times in [1, times] {
        let (scope, built, memory) = build(times)?;
        let records: usize = scope.snapshot.counts().values().sum();
        writeln!(
            out,
            "\n{times} times the data: {records} records; the snapshot with its index is built in {:.0} ms; the process holds {memory} MiB then\n",
            millis(built)
        )?;
        writeln!(
            out,
            "| query | found | median, ms | 95 of 100, ms |\n|---|---:|---:|---:|"
        )?;
        let documents = Documents::new(&Edge {
            max_cost: u32::MAX,
            ..Edge::default()
        })?;
        let mut all = Vec::new();
        for text in SEARCHES {
            let (answer, mut taken) = ask(&documents, &scope, SEARCH, text).await?;
            let count = &answer["search"]["totalCount"];
            writeln!(out, "| `{text}` | {count} | {} |", shown(&mut taken))?;
            all.extend(taken);
        }
        writeln!(out, "| **all searches** | | {} |", shown(&mut all))?;
        for text in PREFIXES {
            let (_, mut taken) = ask(&documents, &scope, SUGGEST, text).await?;
            writeln!(out, "| suggest `{text}` | | {} |", shown(&mut taken))?;
        }
        let mut all = Vec::new();
        for (question, document) in QUESTIONS {
            let (_, mut taken) = ask(&documents, &scope, document, "").await?;
            writeln!(out, "| {question} | | {} |", shown(&mut taken))?;
            all.extend(taken);
        }
        writeln!(out, "| **all questions** | | {} |", shown(&mut all))?;
    }
    Ok(())
}

/// The data set so many times, with how long its snapshot takes to build and the memory that the
/// process holds then: rows, index, and what reading the files left free.
fn build(times: u32) -> Result<(Scope, Duration, u64)> {
    let files = dataset::multiplied(times)?;
    let tables = dataset::tables(&files, chrono::NaiveDate::MAX)
        .map_err(|faults| anyhow!("{} faults", faults.len()))?;
    drop(files);
    let version = Version::default();
    let start = Instant::now();
    let snapshot = Arc::new(Snapshot::new(Loaded::new(version, tables))?);
    snapshot.derived::<Index>()?;
    let built = start.elapsed();
    Ok((
        Scope::new(snapshot, Utc::now()),
        built,
        resident(id())? / 1024,
    ))
}

/// Asks again and again; the answer, and how long each took.
async fn ask(
    documents: &Documents,
    scope: &Scope,
    document: &str,
    text: &str,
) -> Result<(Value, Vec<Duration>)> {
    let refused = |refused: Refused| anyhow!("{text}: {:?}", refused.0);
    let bounds = Bounds {
        time: Duration::MAX,
        bytes: usize::MAX,
    };
    let (mut taken, mut answer) = (Vec::new(), Value::Null);
    for _ in 0..ROUNDS {
        let variables = Map::from_iter([("text".to_owned(), json!(text))]);
        let start = Instant::now();
        let named = Named {
            query: Some(document),
            id: None,
            extensions: &Map::new(),
        };
        let found = documents.find(named).map_err(refused)?;
        let operation = documents
            .operation(&found, None, &variables, scope)
            .map_err(refused)?;
        let executed = operation.execute(scope, bounds).await;
        let executed = executed.map_err(|error| anyhow!("{text}: {}", error.message))?;
        taken.push(start.elapsed());
        ensure!(executed.errors.is_empty(), "{text}: {:?}", executed.errors);
        answer = serde_json::from_slice(executed.data())?;
    }
    Ok((answer, taken))
}

/// The median and the 95th of 100.
fn shown(taken: &mut [Duration]) -> String {
    taken.sort_unstable();
    let at = |share: usize| millis(taken[(taken.len() - 1) * share / 100]);
    format!("{:.2} | {:.2}", at(50), at(95))
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
