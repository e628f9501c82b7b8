//! The data set that is served, against the files, read here without any of the product's code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, facts, records};

both_databases! { counts_are_those_of_the_files, sources_are_cited_as_in_the_files, the_rcm_is_whole, zero_statements_answer_a_query, fill_rates_are_those_of_the_files }

/// The type that the API gives to the records of a table.
fn type_of(table: &str) -> &'static str {
    match table {
        "iscm" => "ISCM",
        "themes" => "THEME",
        "members" => "MEMBERSHIP",
        "chairs" => "CHAIRMANSHIP",
        "structures" => "STRUCTURE",
        "funding" => "FUNDING",
        "funds" => "FUND",
        "instruments" => "INSTRUMENT",
        "events" => "EVENT",
        "contributions" => "CONTRIBUTION",
        "partnerships" => "PARTNERSHIP",
        "added_value" => "ADDED_VALUE",
        "uptakes" => "UPTAKE",
        "activities" => "ACTIVITY",
        "commitments" => "COMMITMENT",
        "organizations" => "ORGANIZATION",
        "sources" => "SOURCE",
        "frameworks" => "FRAMEWORK",
        "objectives" => "OBJECTIVE",
        "assessment" => "ASSESSMENT",
        "respondents" => "ASSESSMENT_RESPONDENT",
        "sections" => "ASSESSMENT_SECTION",
        "questions" => "ASSESSMENT_QUESTION",
        "findings" => "FINDING",
        "recommendations" => "RECOMMENDATION",
        "earlier_reviews" => "EARLIER_REVIEW",
        "series" => "MEETING_SERIES",
        "meetings" => "GLOBAL_MEETING",
        "related_events" => "RELATED_EVENT",
        _ => panic!("{table} is a table of FORMAT.md"),
    }
}

async fn counts_are_those_of_the_files(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    let mut add =
        |name: &str, count: usize| *expected.entry(name.to_owned()).or_default() += count as u64;
    for (_, table, record) in records() {
        add(type_of(&table), 1);
        let parts = |name: &str| {
            record
                .get(name)
                .and_then(toml::Value::as_array)
                .map_or(0, Vec::len)
        };
        add("FUND_FIGURE", parts("figures"));
        add(
            "COMMITMENT_INPUT",
            if table == "commitments" {
                parts("inputs")
            } else {
                0
            },
        );
    }
    let topics: toml::Table = include_str!("../../data/topics.toml")
        .parse()
        .expect("TOML");
    add("TOPIC", topics.len());
    add("COUNTRY", iscm::country::country_codes().count());
    let data = server
        .data("{ dataset { version counts { type count } } }", json!({}))
        .await;
    let counts = data["dataset"]["counts"].as_array().expect("counts").iter();
    let served: BTreeMap<String, u64> = counts
        .map(|one| {
            let name = one["type"].as_str().expect("a type").to_owned();
            (name, one["count"].as_u64().expect("a count"))
        })
        .collect();
    assert_eq!(served, expected);
    assert_eq!(data["dataset"]["version"], 1);
}

/// Counts, for each source, the records that cite it, those within a record for themselves.
fn count_citing(record: &toml::Table, counts: &mut BTreeMap<String, u64>) {
    let cite = record.get("cite").and_then(toml::Value::as_array);
    let sources: BTreeSet<&str> = cite
        .into_iter()
        .flatten()
        .filter_map(|one| one.as_str()?.split('#').next())
        .collect();
    for source in sources {
        *counts.entry(format!("source:{source}")).or_default() += 1;
    }
    for value in record.values().filter_map(toml::Value::as_array) {
        for inner in value.iter().filter_map(toml::Value::as_table) {
            count_citing(inner, counts);
        }
    }
}

async fn sources_are_cited_as_in_the_files(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut expected = BTreeMap::new();
    for (_, table, record) in records() {
        if table == "sources" {
            let id = record["id"].as_str().expect("an id");
            expected.entry(format!("source:{id}")).or_insert(0);
        }
        count_citing(&record, &mut expected);
    }
    let query = "query ($after: String) { sources(first: 100, after: $after) {
        nodes { id citedBy { totalCount } } pageInfo { endCursor hasNextPage } } }";
    let mut served = BTreeMap::new();
    let mut after = Value::Null;
    loop {
        let data = server.data(query, json!({ "after": after })).await;
        let page = &data["sources"];
        for node in page["nodes"].as_array().expect("nodes") {
            let id = node["id"].as_str().expect("an id").to_owned();
            served.insert(id, node["citedBy"]["totalCount"].as_u64().expect("a count"));
        }
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(served, expected);
}

async fn the_rcm_is_whole(backend: Backend) {
    let server = TestServer::start(backend).await;
    let query = include_str!("queries/rcm.graphql");
    let data = server.data(query, json!({})).await;
    let rcm = &data["iscm"];
    let own: Vec<_> = records()
        .into_iter()
        .filter(|(file, ..)| file == "iscm/rcm")
        .collect();
    let names = |table: &str, key: &str| -> BTreeSet<String> {
        let of_table = own.iter().filter(|(_, its_table, _)| its_table == table);
        of_table
            .map(|(_, _, record)| record[key].as_str().expect("text").to_owned())
            .collect()
    };
    let served = |list: &str, key: &str| -> BTreeSet<String> {
        let list = rcm[list].as_array().expect("a list").iter();
        list.map(|one| one[key].as_str().expect("text").to_owned())
            .collect()
    };
    assert_eq!(served("structures", "name"), names("structures", "name"));
    assert_eq!(served("structures", "name").len(), 16);
    assert_eq!(
        served("fundingSources", "summary"),
        names("funding", "summary")
    );
    assert_eq!(served("fundingSources", "summary").len(), 9);
    assert_eq!(rcm["reserveFund"]["established"], 2004);
    let guidelines: BTreeSet<String> = own
        .iter()
        .filter(|(_, table, record)| {
            let guides = ["GUIDELINES", "GUIDE", "MANUAL"];
            table == "instruments" && guides.contains(&record["kind"].as_str().expect("a word"))
        })
        .map(|(_, _, record)| record["title"].as_str().expect("text").to_owned())
        .collect();
    assert_eq!(served("guidelines", "title"), guidelines);
    assert!(!guidelines.is_empty());
    for guideline in rcm["guidelines"].as_array().expect("a list") {
        assert_ne!(
            guideline["citations"],
            Value::Array(Vec::new()),
            "{guideline}"
        );
    }
}

async fn zero_statements_answer_a_query(backend: Backend) {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    let database = crate::support::TestDatabase::filled(backend).await;
    let mut db = database.open().await;
    let statements = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&statements);
    db.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let app = iscm::App::over(db, &database.config())
        .await
        .expect("an app");
    let server = TestServer::of(app).await;
    let loading = statements.load(Ordering::Relaxed);
    assert!(loading > 0, "the callback counts");
    for query in [
        include_str!("queries/rcm.graphql"),
        include_str!("queries/honduras.graphql"),
    ] {
        server.data(query, json!({})).await;
    }
    assert_eq!(statements.load(Ordering::Relaxed), loading);
}

async fn fill_rates_are_those_of_the_files(backend: Backend) {
    let server = TestServer::start(backend).await;
    let query = "{ dataset { fillRates { type field known total rate } } }";
    let data = server.data(query, json!({})).await;
    let rates = data["dataset"]["fillRates"].as_array().expect("rates");
    let found: BTreeMap<(&str, &str), &Value> = rates
        .iter()
        .map(|rate| {
            let text = |key: &str| rate[key].as_str().expect("a text");
            ((text("type"), text("field")), rate)
        })
        .collect();
    assert_eq!(found.len(), rates.len(), "each field once");
    for (table, of, pairs) in [
        (
            "iscm",
            "ISCM",
            &[
                ("website", "website"),
                ("acronym", "acronym"),
                ("aliases", "aliases"),
                ("ended", "ended"),
                ("languages", "languages"),
                ("predecessors", "predecessors"),
            ][..],
        ),
        (
            "instruments",
            "INSTRUMENT",
            &[
                ("url", "url"),
                ("summary", "summary"),
                ("adoptedAt", "adopted_at"),
                ("year", "year"),
                ("from", "from"),
                ("to", "to"),
            ],
        ),
        (
            "events",
            "EVENT",
            &[
                ("start", "start"),
                ("city", "city"),
                ("country", "country"),
                ("theme", "theme"),
                ("participants", "participants"),
            ],
        ),
        (
            "members",
            "MEMBERSHIP",
            &[
                ("from", "from"),
                ("to", "to"),
                ("country", "country"),
                ("status", "status"),
                ("statusSince", "status_since"),
            ],
        ),
        (
            "chairs",
            "CHAIRMANSHIP",
            &[("from", "from"), ("order", "order")],
        ),
        (
            "structures",
            "STRUCTURE",
            &[
                ("frequency", "frequency"),
                ("seatCity", "seat_city"),
                ("seatCountry", "seat_country"),
                ("hostedBy", "hosted_by"),
            ],
        ),
        ("funds", "FUND", &[("kind", "kind")]),
        (
            "sources",
            "SOURCE",
            &[("accessed", "accessed"), ("archived", "archived")],
        ),
        (
            "funding",
            "FUNDING",
            &[("amount", "amount"), ("year", "year")],
        ),
        (
            "commitments",
            "COMMITMENT",
            &[("due", "due"), ("instrument", "instrument")],
        ),
    ] {
        let rows = facts(table);
        for (field, key) in pairs {
            let is_known = |row: &toml::Table| match row.get(*key) {
                Some(toml::Value::Array(list)) => !list.is_empty(),
                other => other.is_some(),
            };
            let known = rows.iter().filter(|(_, row)| is_known(row)).count();
            let rate = found[&(of, *field)];
            assert_eq!(rate["known"], json!(known), "{of}.{field}");
            assert_eq!(rate["total"], json!(rows.len()), "{of}.{field}");
        }
    }
    assert_eq!(found[&("ISCM", "acronym")]["rate"], json!(1.0));
}
