//! ISCMs side by side, against the files, read here without any of the product's code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Backend, Facts, TestServer, both_databases, list, texts, texts_at};

both_databases! {
    members_are_those_of_the_files,
    topics_are_those_of_the_files,
    counts_are_those_of_the_files,
    partners_are_those_of_the_files,
    associations_and_languages_are_those_of_the_files,
    coverage_side_by_side_is_that_of_each,
    iscms_are_found_by_any_name,
    bad_input_is_named,
}

/// ISCMs to compare, by slug.
const CHOICES: &[&[&str]] = &[
    &["rcm", "sacm", "cmc"],
    &["sacm", "rcm"],
    &["bali-process", "colombo-process", "abu-dhabi-dialogue"],
    &["budapest-process", "rabat-process", "khartoum-process"],
    &[
        "rcm",
        "sacm",
        "midsa",
        "midwa",
        "igad-rcp",
        "bali-process",
        "arcp",
        "gfmd",
        "almaty-process",
        "pidc",
    ],
];

/// What the keys of several ISCMs come to: under each key those that have it, in the order asked.
fn having<'s>(
    slugs: &[&'s str],
    keys: impl Fn(&str) -> BTreeSet<String>,
) -> BTreeMap<String, Vec<&'s str>> {
    let mut having: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for slug in slugs {
        for key in keys(slug) {
            having.entry(key).or_default().push(slug);
        }
    }
    having
}

/// Holds the lists `shared` and `only` of an answer against what each key's ISCMs are. Lists may be
/// in an order of their own.
fn assert_shared_and_only(
    answer: &Value,
    key: &str,
    slugs: &[&str],
    having: &BTreeMap<String, Vec<&str>>,
) {
    let keys_of = |wanted: &[&str]| -> BTreeSet<String> {
        let fitting = having.iter().filter(|(_, iscms)| *iscms == wanted);
        fitting.map(|(key, _)| key.clone()).collect()
    };
    let set = |keys: Vec<String>| -> BTreeSet<String> {
        let count = keys.len();
        let set: BTreeSet<_> = keys.into_iter().collect();
        assert_eq!(set.len(), count, "each once");
        set
    };
    assert_eq!(set(texts_at(&answer["shared"], key)), keys_of(slugs));
    assert_eq!(texts_at(&answer["only"], "/iscm/slug"), slugs);
    for (slug, only) in slugs.iter().zip(list(&answer["only"])) {
        assert_eq!(
            set(texts_at(&only["nodes"], key)),
            keys_of(&[slug]),
            "{slug}"
        );
    }
}

async fn members_are_those_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!, $roles: [MembershipRole!]!, $on: Date) {
        compare(iscms: $iscms) { iscms { slug } members(roles: $roles, on: $on) {
            all { party { ... on Node { id } } iscms { slug } memberships { role iscm { slug } } }
            shared { ... on Node { id } } only { iscm { slug } nodes { ... on Node { id } } } } } }";
    let mut shared = 0;
    for slugs in CHOICES {
        for (roles, year) in [
            (&["MEMBER"][..], None),
            (&["MEMBER"], Some(1998)),
            (&["OBSERVER", "MEMBER"], None),
            (&["PARTNER"], Some(2019)),
        ] {
            let on = year.map(|year| format!("{year}-06-30"));
            let variables = json!({ "iscms": slugs, "roles": roles, "on": on });
            let data = server.data(query, variables).await;
            assert_eq!(&texts_at(&data["compare"]["iscms"], "/slug"), slugs);
            let members = &data["compare"]["members"];
            let expected = having(slugs, |slug| Facts::parties(slug, roles, year));
            let served = list(&members["all"]).iter().map(|one| {
                let party = one["party"]["id"].as_str().expect("an id").to_owned();
                (party, texts_at(&one["iscms"], "/slug"))
            });
            let sorted: Vec<_> = expected
                .iter()
                .map(|(party, iscms)| {
                    (
                        party.clone(),
                        iscms.iter().map(ToString::to_string).collect(),
                    )
                })
                .collect();
            assert_eq!(
                served.collect::<Vec<_>>(),
                sorted,
                "{slugs:?} {roles:?} {year:?}"
            );
            let count: usize = slugs
                .iter()
                .map(|slug| Facts::memberships(slug, roles, year).count())
                .sum();
            let all = list(&members["all"]).iter();
            let served = all.map(|one| list(&one["memberships"]).len());
            assert_eq!(served.sum::<usize>(), count);
            assert_shared_and_only(members, "/id", slugs, &expected);
            shared += list(&members["shared"]).len();
        }
        // Without arguments: members, now or ever.
        let query = "query ($iscms: [String!]!) { compare(iscms: $iscms) { members { all { party { __typename } } } } }";
        let data = server.data(query, json!({ "iscms": slugs })).await;
        let expected = having(slugs, |slug| Facts::parties(slug, &["MEMBER"], None));
        assert_eq!(
            list(&data["compare"]["members"]["all"]).len(),
            expected.len()
        );
    }
    assert!(shared > 0, "some choice has members in common");
}

async fn topics_are_those_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!) { compare(iscms: $iscms) { topics {
        all { topic { slug label } cells { iscm { slug } themes instruments isOn } }
        shared { slug } only { iscm { slug } nodes { slug } } } } }";
    for slugs in CHOICES {
        let data = server.data(query, json!({ "iscms": slugs })).await;
        let topics = &data["compare"]["topics"];
        let themes: Vec<_> = slugs
            .iter()
            .map(|slug| Facts::topics(slug, "themes"))
            .collect();
        let instruments: Vec<_> = slugs
            .iter()
            .map(|slug| Facts::topics(slug, "instruments"))
            .collect();
        let expected = having(slugs, |slug| {
            Facts::topics(slug, "themes").into_keys().collect()
        });
        let served: BTreeSet<_> = texts_at(&topics["all"], "/topic/slug")
            .into_iter()
            .collect();
        assert_eq!(served, expected.keys().cloned().collect());
        let labels = texts_at(&topics["all"], "/topic/label");
        assert!(labels.is_sorted_by_key(|label| label.to_lowercase()));
        for row in list(&topics["all"]) {
            let topic = row["topic"]["slug"].as_str().expect("a slug");
            let cells = (0..slugs.len()).map(|at| {
                let count = |counts: &BTreeMap<String, u64>| counts.get(topic).copied();
                let (themes, instruments) = (count(&themes[at]), count(&instruments[at]));
                json!({ "iscm": { "slug": slugs[at] }, "themes": themes.unwrap_or(0),
                    "instruments": instruments.unwrap_or(0), "isOn": themes.is_some() })
            });
            assert_eq!(row["cells"], cells.collect::<Value>(), "{slugs:?} {topic}");
        }
        assert_shared_and_only(topics, "/slug", slugs, &expected);
    }
}

async fn counts_are_those_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!) { compare(iscms: $iscms) {
        instruments { byKind { key counts total } byTopic { key { slug } counts total } }
        structures { key counts total } funding { key counts total } } }";
    for slugs in CHOICES {
        let data = server.data(query, json!({ "iscms": slugs })).await;
        let compared = &data["compare"];
        let assert_counts = |served: &Value, key: &str, counts: Vec<BTreeMap<String, u64>>| {
            let keys: BTreeSet<_> = counts.iter().flat_map(BTreeMap::keys).collect();
            let served: BTreeMap<_, _> = texts_at(served, key)
                .into_iter()
                .zip(list(served))
                .collect();
            assert_eq!(served.keys().collect::<BTreeSet<_>>(), keys);
            for (key, row) in &served {
                let cells: Vec<_> = counts
                    .iter()
                    .map(|counts| counts.get(key).copied().unwrap_or(0))
                    .collect();
                assert_eq!(row["counts"], json!(cells), "{slugs:?} {key}");
                assert_eq!(row["total"], json!(cells.iter().sum::<u64>()), "{key}");
            }
        };
        for (served, table) in [
            (&compared["instruments"]["byKind"], "instruments"),
            (&compared["structures"], "structures"),
            (&compared["funding"], "funding"),
        ] {
            let counts = slugs.iter().map(|slug| Facts::kinds(slug, table));
            assert_counts(served, "/key", counts.collect());
        }
        let by_topic = slugs.iter().map(|slug| Facts::topics(slug, "instruments"));
        let served = &compared["instruments"]["byTopic"];
        assert_counts(served, "/key/slug", by_topic.collect());
    }
}

async fn partners_are_those_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!) { compare(iscms: $iscms) { partners {
        partner { ... on Node { id } } category iscms { slug } partnerships { iscm { slug } } } } }";
    let mut shared = 0;
    for slugs in CHOICES {
        let data = server.data(query, json!({ "iscms": slugs })).await;
        let served = list(&data["compare"]["partners"]);
        let by_key: BTreeMap<String, Vec<String>> = served
            .iter()
            .map(|one| {
                let key = one["partner"]["id"].as_str().or(one["category"].as_str());
                let key = key.expect("a partner or a category").to_owned();
                (key, texts_at(&one["iscms"], "/slug"))
            })
            .collect();
        let expected = having(slugs, Facts::partners);
        let expected = expected
            .into_iter()
            .map(|(key, iscms)| (key, iscms.iter().map(ToString::to_string).collect()));
        assert_eq!(by_key, expected.collect());
        assert_eq!(served.len(), by_key.len(), "each once");
        let sizes: Vec<_> = served.iter().map(|one| list(&one["iscms"]).len()).collect();
        assert!(
            sizes.is_sorted_by(|a, b| a >= b),
            "shared ones first: {sizes:?}"
        );
        let count: usize = slugs
            .iter()
            .map(|slug| Facts::of(slug, "partnerships").count())
            .sum();
        let work = served.iter().map(|one| list(&one["partnerships"]).len());
        assert_eq!(work.sum::<usize>(), count);
        shared += sizes.iter().filter(|size| **size > 1).count();
    }
    assert!(shared > 0, "some choice has partners in common");
}

async fn associations_and_languages_are_those_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!) { compare(iscms: $iscms) {
        associations { associate { ... on Node { id } } iscms { slug } } languages { language iscms { slug } } } }";
    let id = |code: &str| {
        if code.starts_with("iscm:") {
            code.to_owned()
        } else {
            format!("organization:{code}")
        }
    };
    let of = |slug: &str, key: &str| -> Vec<&str> {
        let head = Facts::of(slug, "iscm").next().expect("an ISCM");
        texts(head, key)
    };
    for slugs in [
        &["tripoli-process", "eu-africa-mmd", "pafom", "acp-eu"][..],
        &["eappma", "gfmd"],
        &["rcm", "sacm"],
    ] {
        let data = server.data(query, json!({ "iscms": slugs })).await;
        for (list_of, at, expected) in [
            (
                "associations",
                "/associate/id",
                having(slugs, |slug| {
                    of(slug, "associated_with").into_iter().map(id).collect()
                }),
            ),
            (
                "languages",
                "/language",
                having(slugs, |slug| {
                    let codes = of(slug, "languages").into_iter();
                    codes.map(str::to_owned).collect()
                }),
            ),
        ] {
            let rows = &data["compare"][list_of];
            let found: BTreeMap<_, _> = texts_at(rows, at)
                .into_iter()
                .zip(
                    list(rows)
                        .iter()
                        .map(|row| texts_at(&row["iscms"], "/slug")),
                )
                .collect();
            let expected: BTreeMap<_, Vec<_>> = expected
                .into_iter()
                .map(|(key, iscms)| (key, iscms.into_iter().map(str::to_owned).collect()))
                .collect();
            assert_eq!(found, expected, "{slugs:?} {list_of}");
            let sizes: Vec<_> = list(rows)
                .iter()
                .map(|row| list(&row["iscms"]).len())
                .collect();
            assert!(sizes.is_sorted_by(|a, b| a >= b), "shared first: {sizes:?}");
        }
        let is_shared = |row: &Value| list(&row["iscms"]).len() > 1;
        let associations = list(&data["compare"]["associations"]);
        assert_eq!(associations.iter().any(is_shared), slugs.len() > 2);
    }
}

async fn coverage_side_by_side_is_that_of_each(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let facets = "iscm { slug } facet records known sources newestSourceYear";
    let query = format!(
        "query ($iscms: [String!]!) {{ compare(iscms: $iscms) {{
            iscms {{ coverage {{ facets {{ {facets} }} }} }} coverage {{ facet cells {{ {facets} }} }} }} }}"
    );
    for slugs in CHOICES {
        let data = server.data(&query, json!({ "iscms": slugs })).await;
        let compared = &data["compare"];
        for (at, iscm) in list(&compared["iscms"]).iter().enumerate() {
            let cells = list(&compared["coverage"]).iter().map(|row| {
                assert_eq!(row["facet"], row["cells"][at]["facet"]);
                row["cells"][at].clone()
            });
            assert_eq!(iscm["coverage"]["facets"], cells.collect::<Value>());
        }
    }
}

async fn iscms_are_found_by_any_name(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query =
        r#"{ compare(iscms: ["puebla process", "SACM", "bali-process"]) { iscms { slug } } }"#;
    let data = server.data(query, json!({})).await;
    let slugs = texts_at(&data["compare"]["iscms"], "/slug");
    assert_eq!(slugs, ["rcm", "sacm", "bali-process"]);
}

async fn bad_input_is_named(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($iscms: [String!]!) { other: dataset { version } compare(iscms: $iscms) { iscms { slug } } }";
    let ten = CHOICES[4].to_vec();
    let eleven = [&ten[..], &["cmc"]].concat();
    let huge = "x".repeat(100_000);
    for (iscms, says) in [
        (vec![], "takes 2 to 10 ISCMs, not 0"),
        (vec!["RCM"], "takes 2 to 10 ISCMs, not 1"),
        (eleven, "takes 2 to 10 ISCMs, not 11"),
        (vec!["nothing"; 5_000], "takes 2 to 10 ISCMs, not 5000"),
        (vec!["RCM", "Atlantis"], r#"not "Atlantis""#),
        (vec!["RCM", ""], r#"not """#),
        (
            vec!["RCM", "Puebla Process"],
            r#""Puebla Process" is RCM again"#,
        ),
        (vec!["sacm", "rcm", " RCM "], r#"" RCM " is RCM again"#),
        (
            vec!["RCM", "a\u{0}b\n\u{202e}c"],
            r#"not "a\0b\n\u{202e}c""#,
        ),
        (vec!["RCM", &huge], "…"),
    ] {
        let answer = server.ask(query, json!({ "iscms": iscms })).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert_eq!(error["extensions"]["argument"], "iscms");
        assert_eq!(error["path"], json!(["compare"]));
        let message = error["message"].as_str().expect("a message");
        assert!(message.starts_with("`iscms` takes "), "{message}");
        assert!(message.contains(says), "{message}");
        assert!(message.len() < 200, "{message}");
        assert!(!message.contains(char::is_control), "{message:?}");
    }
    let data = server.data(query, json!({ "iscms": ten })).await;
    assert_eq!(texts_at(&data["compare"]["iscms"], "/slug"), ten);
}
