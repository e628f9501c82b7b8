//! What ISCMs share and how much is known of each, against the files, read here without any of the
//! product's code.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Backend, Facts, TestServer, both_databases, list, texts_at};

both_databases! {
    overlaps_rank_as_the_files_say,
    overlaps_take_no_other_number,
    coverage_is_that_of_the_files,
    commitments_of_countries_are_those_of_their_iscms,
}

/// Fetches every node of a root connection.
async fn every(server: &TestServer, field: &str, selection: &str) -> Vec<Value> {
    let query = format!(
        "query ($after: String) {{ page: {field}(first: 3, after: $after) {{
            nodes {{ {selection} }} pageInfo {{ endCursor hasNextPage }} }} }}"
    );
    let mut nodes = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = server.data(&query, json!({ "after": after })).await;
        nodes.extend(list(&data["page"]["nodes"]).iter().cloned());
        after = data["page"]["pageInfo"]["endCursor"].clone();
        if data["page"]["pageInfo"]["hasNextPage"] == json!(false) {
            return nodes;
        }
    }
}

/// One expected overlap: whose, what is shared, the score and what decides ties.
struct Expected {
    acronym: String,
    members: Vec<String>,
    topics: BTreeSet<String>,
    scores: [f64; 2],
}

fn size(set: impl IntoIterator) -> f64 {
    f64::from(u32::try_from(set.into_iter().count()).expect("a small set"))
}

fn part(shared: f64, one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let either = size(one.union(other));
    if either > 0.0 { shared / either } else { 0.0 }
}

fn expected(slug: &str, measure: &str) -> Vec<Expected> {
    let sets = |slug: &str| {
        let topics: BTreeSet<String> = Facts::topics(slug, "themes").into_keys().collect();
        (Facts::parties(slug, &["MEMBER"], None), topics)
    };
    let (members, topics) = sets(slug);
    let others = Facts::slugs().into_iter().filter(|other| other != slug);
    let mut ranked: Vec<_> = others
        .map(|other| {
            let (its_members, its_topics) = sets(&other);
            let shared: Vec<String> = members.intersection(&its_members).cloned().collect();
            let topics_shared: BTreeSet<String> =
                topics.intersection(&its_topics).cloned().collect();
            let (m, t) = (size(&shared), size(&topics_shared));
            let m_part = part(m, &members, &its_members);
            let t_part = part(t, &topics, &its_topics);
            let scores = match measure {
                "SHARED_MEMBERS" => [m, t],
                "SHARED_TOPICS" => [t, m],
                "MEMBER_JACCARD" => [m_part, t_part],
                "TOPIC_JACCARD" => [t_part, m_part],
                _ => [f64::midpoint(m_part, t_part), m],
            };
            Expected {
                acronym: Facts::acronym(&other),
                members: shared,
                topics: topics_shared,
                scores,
            }
        })
        .filter(|found| found.scores[0] > 0.0)
        .collect();
    let descending = |a: f64, b: f64| b.partial_cmp(&a).unwrap_or(Ordering::Equal);
    ranked.sort_by(|a, b| {
        descending(a.scores[0], b.scores[0])
            .then(descending(a.scores[1], b.scores[1]))
            .then(a.acronym.to_lowercase().cmp(&b.acronym.to_lowercase()))
    });
    ranked
}

async fn overlaps_rank_as_the_files_say(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let fields = "iscm { acronym } sharedMembers { ... on Node { id } } sharedMemberCount
        sharedTopics { slug } sharedTopicCount measure score";
    for (arguments, measure) in [
        ("first: 100", "COMBINED"),
        ("first: 100, by: SHARED_MEMBERS", "SHARED_MEMBERS"),
        ("first: 100, by: SHARED_TOPICS", "SHARED_TOPICS"),
        ("first: 100, by: MEMBER_JACCARD", "MEMBER_JACCARD"),
        ("first: 100, by: TOPIC_JACCARD", "TOPIC_JACCARD"),
    ] {
        let selection = format!("slug overlaps({arguments}) {{ {fields} }}");
        let iscms = every(&server, "iscms", &selection).await;
        assert_eq!(iscms.len(), Facts::slugs().len());
        for iscm in &iscms {
            let slug = iscm["slug"].as_str().expect("a slug");
            let expected = expected(slug, measure);
            let order: Vec<_> = expected.iter().map(|one| one.acronym.clone()).collect();
            assert_eq!(
                texts_at(&iscm["overlaps"], "/iscm/acronym"),
                order,
                "{slug} {measure}"
            );
            for (one, served) in expected.iter().zip(list(&iscm["overlaps"])) {
                assert_eq!(texts_at(&served["sharedMembers"], "/id"), one.members);
                assert_eq!(served["sharedMemberCount"], json!(one.members.len()));
                let topics: BTreeSet<_> = texts_at(&served["sharedTopics"], "/slug")
                    .into_iter()
                    .collect();
                assert_eq!(topics, one.topics);
                assert_eq!(served["sharedTopicCount"], json!(one.topics.len()));
                assert_eq!(served["measure"], measure);
                let score = served["score"].as_f64().expect("a number");
                assert!((score - one.scores[0]).abs() < 1e-12, "{slug} {served}");
            }
        }
    }
}

async fn overlaps_take_no_other_number(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for first in [-1, 101] {
        let query =
            "query ($first: Int!) { iscm(acronym: \"RCM\") { overlaps(first: $first) { score } } }";
        let answer = server.ask(query, json!({ "first": first })).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert_eq!(error["path"], json!(["iscm", "overlaps"]));
        let says = format!("`first` takes a number from 0 to 100, not {first}");
        assert_eq!(error["message"], json!(says));
        assert_eq!(answer["data"], json!({ "iscm": null }));
    }
    let query =
        "{ iscm(acronym: \"RCM\") { none: overlaps(first: 0) { score } ten: overlaps { score }
        all: overlaps(first: 100) { score } } }";
    let data = server.data(query, json!({})).await;
    let rcm = &data["iscm"];
    assert_eq!(rcm["none"], json!([]));
    assert_eq!(list(&rcm["ten"]), &list(&rcm["all"])[..10]);
}

/// How many records, how many sources, the newest year.
fn tally<'f>(records: impl Iterator<Item = &'f toml::Table>) -> Value {
    let mut sources = BTreeSet::new();
    let mut count = 0;
    for record in records {
        count += 1;
        sources.extend(Facts::sources(record));
    }
    let years = Facts::years();
    let newest = sources.iter().filter_map(|source| years[source]).max();
    json!({ "records": count, "sources": sources.len(), "newestSourceYear": newest })
}

async fn coverage_is_that_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let tallied = "records sources newestSourceYear";
    let selection = format!(
        "slug coverage {{ facets {{ iscm {{ slug }} facet known {tallied} }} knownFacets allFacets {tallied} }}"
    );
    let cut = |value: &Value| {
        json!({ "records": value["records"], "sources": value["sources"],
            "newestSourceYear": value["newestSourceYear"] })
    };
    let facets = [
        "themes",
        "members",
        "chairs",
        "structures",
        "funding",
        "funds",
        "instruments",
        "events",
        "contributions",
        "partnerships",
        "added_value",
        "uptakes",
        "activities",
        "commitments",
    ];
    for iscm in every(&server, "iscms", &selection).await {
        let slug = iscm["slug"].as_str().expect("a slug");
        let coverage = &iscm["coverage"];
        let names: Vec<_> = facets.iter().map(|table| table.to_uppercase()).collect();
        assert_eq!(texts_at(&coverage["facets"], "/facet"), names);
        let mut known = 0;
        for (table, facet) in facets.iter().zip(list(&coverage["facets"])) {
            let expected = tally(Facts::of(slug, table));
            assert_eq!(cut(facet), expected, "{slug} {table}");
            let is_known = expected["records"] != json!(0);
            assert_eq!(facet["known"], json!(is_known), "{slug} {table}");
            assert_eq!(facet["iscm"]["slug"], slug);
            known += usize::from(is_known);
        }
        assert_eq!(coverage["knownFacets"], json!(known), "{slug}");
        assert_eq!(coverage["allFacets"], json!(facets.len()), "{slug}");
        // The ISCM's own citations count, and it is no record of a facet.
        let records = facets.iter().flat_map(|table| Facts::of(slug, table));
        let count = records.clone().count();
        let mut whole = tally(records.chain(Facts::of(slug, "iscm")));
        whole["records"] = json!(count);
        assert_eq!(cut(coverage), whole, "{slug}");
    }
}

async fn commitments_of_countries_are_those_of_their_iscms(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for slug in Facts::slugs() {
        for party in Facts::parties(&slug, &["MEMBER"], None) {
            *expected.entry(party).or_default() += Facts::of(&slug, "commitments").count();
        }
    }
    let selection = "id commitments(first: 100) { totalCount nodes { title } }";
    for country in every(&server, "countries", selection).await {
        let id = country["id"].as_str().expect("an id");
        let count = expected.get(id).copied().unwrap_or(0);
        assert_eq!(country["commitments"]["totalCount"], json!(count), "{id}");
        if id == "country:HN" {
            let served: BTreeSet<_> = texts_at(&country["commitments"]["nodes"], "/title")
                .into_iter()
                .collect();
            for commitment in Facts::of("rcm", "commitments") {
                let title = commitment["title"].as_str().expect("a title");
                assert!(count > 100 || served.contains(title), "{title}");
            }
        }
    }
    assert!(expected["country:HN"] > 0);
}
