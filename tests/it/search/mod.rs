//! Search over the data set: what is found by which words, in which order, on which page.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

mod filters;
mod input;
mod suggest;
mod typed;

both_databases! {
    iscms_are_found_first_by_each_of_their_names,
    countries_are_found_first_in_six_languages,
    words_are_found_in_other_forms,
    every_word_phrase_and_exclusion_counts,
    all_pages_together_are_all_that_is_found,
}

/// What is found: the ids of a page.
async fn found(server: &TestServer, query: &str, first: usize) -> Vec<String> {
    let document = "query ($query: String!, $first: Int) {
        search(query: $query, first: $first) { nodes { id } } }";
    let data = server
        .data(document, json!({ "query": query, "first": first }))
        .await;
    ids(&data["search"]["nodes"])
}

fn ids(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().expect("nodes").iter();
    nodes
        .map(|node| node["id"].as_str().expect("an id").to_owned())
        .collect()
}

async fn iscms_are_found_first_by_each_of_their_names(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let snapshot = server.graph().snapshot();
    let iscms = &snapshot.tables().iscm;
    let names = |iscm: &entity::iscm::Model| -> BTreeSet<String> {
        let names = iscm.names.0.values().chain(&iscm.aliases.0);
        names.chain([&iscm.acronym]).cloned().collect()
    };
    let mut count = 0;
    for iscm in iscms.iter() {
        for name in names(iscm) {
            let first = found(&server, &name, 1).await;
            let with_name = iscms.iter().filter(|other| names(other).contains(&name));
            let expected: Vec<_> = with_name
                .map(|other| format!("iscm:{}", other.id))
                .collect();
            assert!(expected.contains(&first[0]), "{name}: {first:?}");
            count += 1;
        }
    }
    assert!(count > 100, "{count} names");
}

async fn countries_are_found_first_in_six_languages(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for code in ["MX", "HN", "CH", "RU", "MA", "BR"] {
        let document = "query ($code: String!) { country(code: $code) {
            en: name es: name(language: ES) fr: name(language: FR)
            pt: name(language: PT) ru: name(language: RU) ar: name(language: AR) } }";
        let data = server.data(document, json!({ "code": code })).await;
        for (language, name) in data["country"].as_object().expect("names") {
            let name = name.as_str().expect("a name");
            let first = found(&server, name, 1).await;
            assert_eq!(first, [format!("country:{code}")], "{language}: {name}");
        }
    }
}

async fn words_are_found_in_other_forms(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, id) in [
        // Without accents or capitals, and in any script.
        ("conferencia regional sobre migracion", "iscm:rcm"),
        (
            "FORUM MONDIAL SUR LA MIGRATION ET LE DEVELOPPEMENT",
            "iscm:gfmd",
        ),
        ("Алматинский процесс", "iscm:almaty-process"),
        ("حوار أبوظبي", "iscm:abu-dhabi-dialogue"),
        ("حوار ابوظبي", "iscm:abu-dhabi-dialogue"),
        // Inflections.
        ("conferencias regionales migraciones", "iscm:rcm"),
        ("алматинского процесса", "iscm:almaty-process"),
        ("dialogues euro-africains migrations", "iscm:rabat-process"),
        // The beginning of the last word.
        ("South American Conf", "iscm:sacm"),
        ("алматинс", "iscm:almaty-process"),
        // Typing errors: one, and two in a long word; letters exchanged; another spelling.
        ("Mexcio", "country:MX"),
        ("Hondruas", "country:HN"),
        ("Bali Proces", "iscm:bali-process"),
        ("Regoinal Confrence on Migration", "iscm:rcm"),
        ("labor migration and mobility", "topic:labour-migration"),
    ] {
        let first = found(&server, query, 3).await;
        assert!(first.contains(&id.to_owned()), "{query}: {first:?}");
    }
}

async fn every_word_phrase_and_exclusion_counts(backend: Backend) {
    let server = TestServer::shared(backend).await;
    // The RCM's guidelines on children: words of its title, its kind, its topics and its ISCM.
    let first = found(&server, "RCM guidelines children", 3).await;
    assert!(first[0].starts_with("instrument:rcm/"), "{first:?}");
    let count = async |query: &str| {
        let document = "query ($query: String!) { search(query: $query, first: 0) { totalCount } }";
        let data = server.data(document, json!({ "query": query })).await;
        data["search"]["totalCount"].as_u64().expect("a number")
    };
    assert_eq!(count("RCM zzyzx").await, 0);
    let both = count("regional conference").await;
    let phrase = count("\"regional conference\"").await;
    assert!(0 < phrase && phrase < both, "{phrase} of {both}");
    assert_eq!(count("\"conference regional\"").await, 0);
    let without = count("regional conference -\"regional conference\"").await;
    assert_eq!(without, both - phrase);
    let (all, children) = (count("\"RCM\"").await, count("\"RCM\" \"children\"").await);
    assert!(count("\"RCM\" -children").await <= all - children);
    // A word in a name is worth more than one in a text.
    let document = "{ search(query: \"detention\", first: 50) { nodes { id ... on Instrument { title }
        ... on Event { name } ... on Topic { label } ... on Theme { title } ... on Source { title } } } }";
    let data = server.data(document, json!({})).await;
    let nodes = data["search"]["nodes"].as_array().expect("nodes").iter();
    let named = nodes.map(|node| {
        let fields = node.as_object().expect("fields");
        let names = fields.iter().filter(|(field, _)| *field != "id");
        names.into_iter().any(|(_, name)| {
            name.as_str()
                .is_some_and(|name| name.to_lowercase().contains("detention"))
        })
    });
    let named: Vec<bool> = named.collect();
    let last = named
        .iter()
        .rposition(|named| *named)
        .expect("some are named so");
    assert!(
        named[..last].iter().filter(|named| !**named).count() <= 2,
        "{named:?}"
    );
}

async fn all_pages_together_are_all_that_is_found(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let document =
        "query ($after: String) { search(query: \"migration\", first: 90, after: $after) {
        totalCount edges { cursor score node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } types { count } } }";
    let (mut all, mut scores, mut after) = (Vec::new(), Vec::new(), Value::Null);
    let total = loop {
        let mut data = server.data(document, json!({ "after": after })).await;
        let page = data["search"].take();
        let edges = page["edges"].as_array().expect("edges");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !all.is_empty());
        assert_eq!(page["pageInfo"]["startCursor"], edges[0]["cursor"]);
        for edge in edges {
            all.push(edge["node"]["id"].as_str().expect("an id").to_owned());
            scores.push(edge["score"].as_f64().expect("a score"));
        }
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            let counts = page["types"].as_array().expect("counts").iter();
            let sum: u64 = counts
                .map(|entry| entry["count"].as_u64().expect("a number"))
                .sum();
            assert_eq!(page["totalCount"], sum);
            break page["totalCount"].clone();
        }
    };
    assert_eq!(total, all.len());
    assert!(all.len() > 1000, "{} found", all.len());
    assert!(scores.is_sorted_by(|one, next| one >= next), "best first");
    assert_eq!(
        all.iter().collect::<BTreeSet<_>>().len(),
        all.len(),
        "none twice"
    );
    // A cursor of another search, or of a list, is none.
    let others = "{ search(query: \"RCM\", first: 1) { pageInfo { endCursor } } iscms(first: 1) { pageInfo { endCursor } } }";
    let data = server.data(others, json!({})).await;
    for field in ["search", "iscms"] {
        let after = &data[field]["pageInfo"]["endCursor"];
        let answer = server.ask(document, json!({ "after": after })).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["argument"], "after",
            "{answer}"
        );
    }
}
