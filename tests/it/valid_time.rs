//! Valid time: which facts hold on a date and how certain that is, and who chairs what.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    Backend, TestServer, both_databases, certainty, chairing, facts, list, number, party, texts_at,
};

both_databases! {
    who_chairs_each_iscm_is_worked_out_from_the_files,
    a_chair_gives_way_to_the_next_one,
    co_chairs_give_way_to_the_next_ones,
    certainty_is_told_for_a_date,
    filters_ask_for_certainty,
    facts_of_what_is_not_founded_yet_do_not_hold,
}

const YEARS: [i64; 7] = [1990, 2004, 2010, 2016, 2019, 2026, 2030];

fn date(year: i64) -> String {
    format!("{year}-06-30")
}

/// The code or the acronym of a term's party.
fn code(term: &Value) -> &str {
    let country = term["country"]["code"].as_str();
    country
        .or_else(|| term["organization"]["acronym"].as_str())
        .expect("a party")
}

async fn who_chairs_each_iscm_is_worked_out_from_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($on: Date) { iscms(first: 100) { nodes { slug
        current: currentChairs { ...term } last: lastKnownChair { ...term } chair(on: $on) { ...term }
        chairs(on: $on) { ...term } } } }
        fragment term on Chairmanship { country { code } organization { acronym } }";
    let (mut chaired, mut known) = (0, 0);
    for year in YEARS {
        let data = server.data(query, json!({ "on": date(year) })).await;
        for iscm in list(&data["iscms"]["nodes"]) {
            let slug = iscm["slug"].as_str().expect("a slug");
            let codes = |field: &str| {
                let terms = list(&iscm[field]).iter();
                let mut codes: Vec<_> = terms.map(code).collect();
                codes.sort_unstable();
                codes
            };
            assert_eq!(codes("current"), chairing(slug, 2026), "{slug}");
            let rows = facts("chairs").iter().filter(|(of, _)| of == slug);
            assert_eq!(iscm["last"].is_null(), rows.clone().count() == 0, "{slug}");
            let holding = rows.filter(|(_, row)| certainty("chairs", slug, row, year).is_some());
            let mut expected: Vec<_> = holding.map(|(_, row)| party(row)).collect();
            expected.sort_unstable();
            assert_eq!(codes("chairs"), expected, "{slug} {year}");
            let chairing = chairing(slug, year);
            match &iscm["chair"] {
                Value::Null => assert!(chairing.is_empty(), "{slug} {year}"),
                chair => assert!(chairing.contains(&code(chair)), "{slug} {year}"),
            }
            chaired += usize::from(!codes("current").is_empty());
            known += usize::from(!iscm["last"].is_null());
        }
    }
    assert!(chaired > 0 && known > chaired, "{chaired} {known}");
}

/// A server of a data set in which APC was chaired: by whom, from and to when, and whether together.
async fn chaired(backend: Backend, terms: &[(&str, i32, Option<i32>, bool)]) -> TestServer {
    TestServer::changed(backend, |folder| {
        for (country, from, to, shared) in terms {
            let to = to.map_or(String::new(), |to| format!("to = {to}\n"));
            let term = format!(
                "[[chairs]]\ncountry = \"{country}\"\nfrom = {from}\n{to}co_chair = {shared}\ncite = [\"apc-about\"]"
            );
            folder.append("iscm/apc.toml", &term);
        }
    })
    .await
}

async fn a_chair_gives_way_to_the_next_one(backend: Backend) {
    // Who, from, to, and whether the chair is shared.
    let terms = [
        ("MX", 1996, None, false),
        ("CR", 1999, None, false),
        ("PA", 2000, Some(2001), false),
        ("HN", 2001, Some(2001), false),
        ("GT", 2001, None, false),
        ("US", 2004, Some(2006), true),
        ("CA", 2004, None, true),
        ("NI", 2006, None, true),
        ("SV", 2010, None, false),
    ];
    let server = chaired(backend, &terms).await;
    let query = "query ($on: Date!) { iscm(acronym: \"APC\") { chair(on: $on) { country { code } }
        chairs(on: $on) { country { code } certainty(on: $on) } currentChairs { id }
        lastKnownChair { country { code } } } }";
    for (year, chair, holding) in [
        (1998, json!("MX"), &["MX POSSIBLE"][..]),
        (1999, json!("CR"), &["CR CERTAIN"]),
        (2000, json!("PA"), &["PA CERTAIN"]),
        (
            2001,
            json!("GT"),
            &["PA CERTAIN", "HN CERTAIN", "GT CERTAIN"],
        ),
        (2003, json!("GT"), &["GT POSSIBLE"]),
        (2005, json!("US"), &["CA POSSIBLE", "US CERTAIN"]),
        (2006, json!("NI"), &["US CERTAIN", "NI CERTAIN"]),
        (2007, json!("NI"), &["NI POSSIBLE"]),
        (2010, json!("SV"), &["SV CERTAIN"]),
        // Of the terms whose ends are known half lasted for one year more at most.
        (2011, json!("SV"), &["SV POSSIBLE"]),
        (2012, Value::Null, &[]),
    ] {
        let data = server.data(query, json!({ "on": date(year) })).await;
        let iscm = &data["iscm"];
        assert_eq!(iscm["chair"]["country"]["code"], chair, "{year}");
        let terms = list(&iscm["chairs"]).iter();
        let terms = terms.map(|term| {
            format!(
                "{} {}",
                code(term),
                term["certainty"].as_str().expect("a word")
            )
        });
        let mut terms: Vec<_> = terms.collect();
        terms.sort_unstable();
        let mut holding = holding.to_vec();
        holding.sort_unstable();
        assert_eq!(terms, holding, "{year}");
        assert_eq!(iscm["currentChairs"], json!([]), "{year}");
        assert_eq!(iscm["lastKnownChair"]["country"]["code"], "SV", "{year}");
    }
}

async fn co_chairs_give_way_to_the_next_ones(backend: Backend) {
    let terms = [
        ("PH", 2015, None, true),
        ("SG", 2015, None, true),
        // One who goes on with those who follow, and one who began when others did.
        ("ID", 2018, Some(2021), true),
        ("AU", 2018, None, true),
        ("TH", 2021, None, true),
        ("VN", 2021, None, true),
        ("JP", 2024, None, true),
        ("CN", 2024, None, false),
    ];
    let server = chaired(backend, &terms).await;
    let query = "query ($on: Date!) { iscm(acronym: \"APC\") { chair(on: $on) { country { code } }
        chairs(on: $on) { country { code } } currentChairs { country { code } }
        lastKnownChair { country { code } } } }";
    for (year, chair, holding) in [
        (2015, "PH", &["PH", "SG"][..]),
        (2017, "PH", &["PH", "SG"]),
        (2018, "ID", &["AU", "ID"]),
        (2020, "ID", &["AU", "ID"]),
        (2021, "TH", &["ID", "TH", "VN"]),
        (2023, "TH", &["TH", "VN"]),
        (2024, "CN", &["CN", "JP"]),
    ] {
        let data = server.data(query, json!({ "on": date(year) })).await;
        let iscm = &data["iscm"];
        assert_eq!(iscm["chair"]["country"]["code"], chair, "{year}");
        let codes = |field: &str| {
            let terms = list(&iscm[field]).iter();
            let mut codes: Vec<_> = terms.map(code).map(str::to_owned).collect();
            codes.sort_unstable();
            codes
        };
        assert_eq!(codes("chairs"), holding, "{year}");
        assert_eq!(codes("currentChairs"), ["CN", "JP"], "{year}");
        assert_eq!(iscm["lastKnownChair"]["country"]["code"], "CN", "{year}");
    }
}

/// The tables of what holds for a time, with the root's list of them.
const DATED: [(&str, &str); 5] = [
    ("members", "memberships"),
    ("chairs", "chairmanships"),
    ("structures", "structures"),
    ("themes", "themes"),
    ("instruments", "instruments"),
];

/// How many facts of a table hold with each certainty in a year, by ISCM.
fn expected(table: &str, year: i64) -> BTreeMap<(&'static str, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for (slug, row) in facts(table) {
        if let Some(certainty) = certainty(table, slug, row, year) {
            *counts.entry((slug.as_str(), certainty)).or_default() += 1;
        }
    }
    counts
}

async fn certainty_is_told_for_a_date(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (table, root) in DATED {
        for year in YEARS {
            let query = format!(
                "query ($on: Date!) {{ all: {root}(on: $on, first: 0) {{ totalCount }}
                    certain: {root}(on: $on, certainty: CERTAIN, first: 100) {{ totalCount nodes {{ certainty(on: $on) }} }}
                    possible: {root}(on: $on, certainty: POSSIBLE, first: 100) {{ totalCount nodes {{ certainty(on: $on) }} }} }}"
            );
            let data = server.data(&query, json!({ "on": date(year) })).await;
            let counts = expected(table, year);
            let count = |word: &str| -> usize {
                let of_word = counts.iter().filter(|((_, is), _)| *is == word);
                of_word.map(|(_, count)| count).sum()
            };
            for (alias, word) in [("certain", "CERTAIN"), ("possible", "POSSIBLE")] {
                assert_eq!(
                    data[alias]["totalCount"],
                    count(word),
                    "{root} {year} {word}"
                );
                let told = texts_at(&data[alias]["nodes"], "/certainty");
                assert!(told.iter().all(|is| is == word), "{root} {year}");
            }
            let all = count("CERTAIN") + count("POSSIBLE");
            assert_eq!(data["all"]["totalCount"], all, "{root} {year}");
        }
    }
}

async fn filters_ask_for_certainty(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let count = async |condition: &str| {
        let query = format!(
            "{{ memberships(first: 0, filter: {{ certainty: {{ on: \"2010-06-30\" {condition} }} }}) {{ totalCount }} }}"
        );
        let data = server.data(&query, json!({})).await;
        usize::try_from(
            data["memberships"]["totalCount"]
                .as_u64()
                .expect("a number"),
        )
        .expect("small")
    };
    let counts = expected("members", 2010);
    let of = |word: &str| -> usize {
        counts
            .iter()
            .filter(|((_, is), _)| *is == word)
            .map(|(_, count)| count)
            .sum()
    };
    let all = facts("members").len();
    let (certain, possible) = (of("CERTAIN"), of("POSSIBLE"));
    assert!(certain > 0 && possible > certain && all > certain + possible);
    assert_eq!(count("").await, certain + possible);
    assert_eq!(count("eq: CERTAIN").await, certain);
    assert_eq!(count("in: [POSSIBLE]").await, possible);
    assert_eq!(count("not: [POSSIBLE]").await, certain);
    assert_eq!(count("isNull: false").await, certain + possible);
    assert_eq!(count("isNull: true").await, all - certain - possible);
    assert_eq!(count("eq: CERTAIN, in: [POSSIBLE]").await, 0);
    let query = "{ iscms(filter: { members: { some: { country: { eq: \"MX\" }, certainty: { on: \"2010-06-30\", eq: CERTAIN } } } }) { nodes { slug } } }";
    let data = server.data(query, json!({})).await;
    let members = facts("members").iter().filter(|(slug, row)| {
        party(row) == "MX" && certainty("members", slug, row, 2010) == Some("CERTAIN")
    });
    let slugs: std::collections::BTreeSet<_> = members.map(|(slug, _)| slug.clone()).collect();
    let served = texts_at(&data["iscms"]["nodes"], "/slug");
    assert_eq!(
        served
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>(),
        slugs
    );
    let missing = server
        .ask(
            "{ memberships(filter: { certainty: { eq: CERTAIN } }) { totalCount } }",
            json!({}),
        )
        .await;
    let message = missing["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("`filter.certainty.on`"), "{message}");
}

async fn facts_of_what_is_not_founded_yet_do_not_hold(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($on: Date) { iscms(first: 100) { nodes { slug established members(on: $on) { totalCount } } } }";
    let data = server.data(query, json!({ "on": "1999-12-31" })).await;
    for iscm in list(&data["iscms"]["nodes"]) {
        let slug = iscm["slug"].as_str().expect("a slug");
        if iscm["established"].as_i64() > Some(1999) {
            let rows = facts("members").iter().filter(|(of, _)| of == slug);
            let early = rows.filter(|(_, row)| number(row, "from").is_some_and(|from| from < 2000));
            assert_eq!(iscm["members"]["totalCount"], early.count(), "{iscm}");
        }
    }
}
