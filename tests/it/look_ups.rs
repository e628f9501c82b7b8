//! What is looked up by a name: acronyms, slugs, aliases and names, however they are written.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, facts, text, texts};

both_databases! {
    an_iscm_is_found_by_each_of_its_names,
    look_ups_compare_letters_in_one_way,
    what_is_looked_up_is_found_first,
}

/// A text as others may write it: in capitals, with other dashes and blanks, wide letters, marks that are
/// not seen.
fn rewritten(text: &str) -> [String; 4] {
    let dash = |to: &str| text.replace('-', to).replace(' ', "\u{a0}");
    let wide = |letter: char| match letter {
        'A'..='Z' | 'a'..='z' | '0'..='9' => {
            char::from_u32(u32::from(letter) + 0xfee0).expect("wide")
        }
        letter => letter,
    };
    [
        format!(" {} ", text.to_uppercase()),
        dash("\u{2011}"),
        dash("–") + "\u{200b}",
        text.chars().map(wide).collect(),
    ]
}

async fn an_iscm_is_found_by_each_of_its_names(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut languages = 0;
    for (slug, head) in facts("iscm") {
        let names = head["name"].as_table().expect("names").iter();
        let names = names.map(|(code, name)| (code.as_str(), name.as_str().expect("a name")));
        let aliases = texts(head, "aliases");
        let others = aliases.iter().map(|alias| ("", &**alias));
        let own = [("", text(head, "acronym")), ("", slug.as_str())];
        for (language, name) in own.into_iter().chain(names).chain(others) {
            let data = server
                .data(
                    "query ($name: String!) { iscm(acronym: $name) { slug } }",
                    json!({ "name": name }),
                )
                .await;
            // What is another's acronym is that one's.
            let is_called = |(_, head): &&(String, toml::Table)| {
                text(head, "acronym").to_lowercase() == name.to_lowercase()
            };
            let other = facts("iscm").iter().find(is_called);
            let meant = other.map_or(slug, |(other, _)| other);
            assert_eq!(data["iscm"]["slug"], *meant, "{name}");
            languages += usize::from(language != "en" && !language.is_empty());
        }
    }
    assert!(languages > 20, "{languages} names in other languages");
    let query = "query ($name: String!) {
        memberships(filter: { iscm: { eq: $name } }) { totalCount }
        search(query: \"migration\", iscms: [$name]) { totalCount }
        compare(iscms: [$name, \"SACM\"]) { iscms { acronym } }
        iscms(filter: { acronym: { eq: $name } }) { nodes { slug } } }";
    let known = server.data(query, json!({ "name": "RCM" })).await;
    assert_eq!(known["iscms"]["nodes"], json!([{ "slug": "rcm" }]));
    for name in [
        "Regional Conference on Migration",
        "the Regional Conference on Migration",
        "Conferencia Regional sobre Migración",
        "conferencia regional sobre migracion ",
        "Puebla Process",
    ] {
        let data = server.data(query, json!({ "name": name })).await;
        assert_eq!(data, known, "{name}");
    }
}

async fn look_ups_compare_letters_in_one_way(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscm: String!, $organization: String!, $topic: String!) {
        iscm(acronym: $iscm) { slug } organization(acronym: $organization) { acronym } topic(slug: $topic) { slug }
        iscms(filter: { slug: { in: [$iscm] } }) { nodes { slug } }
        organizations(filter: { acronym: { eq: $organization } }) { nodes { acronym } }
        topics(filter: { slug: { eq: $topic } }) { slug }
        search(query: \"migration\", topics: [$topic]) { totalCount } }";
    let variables = |iscm: &str, organization: &str, topic: &str| json!({ "iscm": iscm, "organization": organization, "topic": topic });
    let (iscm, organization, topic) = ("bali-process", "UN-Women", "labour-migration");
    let known = server
        .data(query, variables(iscm, organization, topic))
        .await;
    assert_eq!(known["topic"]["slug"], topic);
    let all = [iscm, organization, topic].map(rewritten);
    for ((iscm, organization), topic) in all[0].iter().zip(&all[1]).zip(&all[2]) {
        let data = server
            .data(query, variables(iscm, organization, topic))
            .await;
        assert_eq!(data, known, "{iscm} {organization} {topic}");
    }
    let names = "{ organization(acronym: \"international organization for MIGRATION\") { acronym }
        topic(slug: \"Labour migration and mobility\") { slug } }";
    let data = server.data(names, json!({})).await;
    let named =
        json!({ "organization": { "acronym": "IOM" }, "topic": { "slug": "labour-migration" } });
    assert_eq!(data, named);
}

async fn what_is_looked_up_is_found_first(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($text: String!) {
        suggest(prefix: $text) { text node { id } } search(query: $text, first: 1) { nodes { id } } }";
    for (text, id) in [
        ("UK", "country:GB"),
        ("CAR", "country:CF"),
        ("the US", "country:US"),
        ("IOM", "organization:IOM"),
        ("UN–Women", "organization:UN-WOMEN"),
        ("RCM", "iscm:rcm"),
        ("Puebla Process", "iscm:rcm"),
        ("Conferencia Regional sobre Migración", "iscm:rcm"),
        ("Mexico", "country:MX"),
        ("S. Sudan", "country:SS"),
        ("Labour migration and mobility", "topic:labour-migration"),
    ] {
        let data = server.data(query, json!({ "text": text })).await;
        let suggested = data["suggest"].as_array().expect("names");
        assert_eq!(suggested[0]["node"]["id"], id, "{text}: {data}");
        let mut ids: Vec<_> = suggested
            .iter()
            .map(|one| one["node"]["id"].to_string())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), suggested.len(), "{text}: each node once");
        assert_eq!(data["search"]["nodes"][0]["id"], id, "{text}: {data}");
    }
    // What refers to it is found, too; what holds an excluded word is not.
    let query = "{ short: search(query: \"S. Sudan\", types: [MEMBERSHIP]) { totalCount }
        full: search(query: \"South Sudan\", types: [MEMBERSHIP]) { totalCount }
        without: search(query: \"S. Sudan −observer\", types: [MEMBERSHIP]) { totalCount }
        plain: search(query: \"S. Sudan -observer\", types: [MEMBERSHIP]) { totalCount } }";
    let data = server.data(query, json!({})).await;
    let count = |name: &str| data[name]["totalCount"].as_u64().expect("a number");
    assert!(
        count("short") > 0 && count("short") == count("full"),
        "{data}"
    );
    assert_eq!(count("without"), count("plain"), "{data}");
    assert_ne!(data["short"], Value::Null);
}
