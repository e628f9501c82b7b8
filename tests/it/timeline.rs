//! The time line: what is dated in the files, in one order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, facts, records};

both_databases! {
    what_is_dated_in_the_files_is_on_the_time_line,
    a_range_takes_in_both_its_ends,
    entries_read_well,
    a_range_that_ends_before_it_begins_is_refused,
}

const QUERY: &str = "query ($slug: String!, $from: Date, $to: Date, $kinds: [TimelineKind!]) {
    iscm(acronym: $slug) { timeline(from: $from, to: $to, kinds: $kinds) {
        year date kind title node { id } } } }";

/// The kinds in the schema's order, each with the table and the key that its dates are from.
const KINDS: [(&str, &str, &str); 17] = [
    ("FOUNDED", "iscm", "established"),
    ("ENDED", "iscm", "ended"),
    ("MEMBER_JOINED", "members", "from"),
    ("MEMBER_SUSPENDED", "members", "status_since"),
    ("MEMBER_LEFT", "members", "to"),
    ("CHAIR_BEGAN", "chairs", "from"),
    ("CHAIR_ENDED", "chairs", "to"),
    ("STRUCTURE_SET_UP", "structures", "established"),
    ("FUND_SET_UP", "funds", "established"),
    ("THEME_BEGAN", "themes", "from"),
    ("THEME_ENDED", "themes", "to"),
    ("EVENT", "events", "year"),
    ("INSTRUMENT", "instruments", "year"),
    ("COMMITMENT", "commitments", "year"),
    ("COMMITMENT_DUE", "commitments", "due"),
    ("UPTAKE", "uptakes", "year"),
    ("ACTIVITY", "activities", "year"),
];

/// How many entries there are of each kind, year and day.
type Counts = BTreeMap<(String, i64, Option<String>), usize>;

async fn timeline(server: &TestServer, variables: Value) -> Vec<Value> {
    let data = server.data(QUERY, variables).await;
    data["iscm"]["timeline"].as_array().expect("a list").clone()
}

/// What entries are ordered by.
fn order(entry: &Value) -> (i64, Option<&str>, usize, &str) {
    let kind = KINDS.iter().position(|(kind, ..)| entry["kind"] == *kind);
    (
        entry["year"].as_i64().expect("a year"),
        entry["date"].as_str(),
        kind.expect("a kind"),
        entry["title"].as_str().expect("a title"),
    )
}

async fn what_is_dated_in_the_files_is_on_the_time_line(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut expected: BTreeMap<String, Counts> = BTreeMap::new();
    for (file, table, record) in records() {
        let Some(slug) = file.strip_prefix("iscm/") else {
            continue;
        };
        for (kind, _, key) in KINDS.iter().filter(|(_, its_table, _)| *its_table == table) {
            let value = record
                .get("start")
                .filter(|_| *kind == "EVENT")
                .or_else(|| record.get(*key));
            let Some(value) = value else { continue };
            let date = value.as_datetime().map(ToString::to_string);
            let year = value
                .as_integer()
                .unwrap_or_else(|| date.as_ref().expect("a date")[..4].parse().expect("a year"));
            let of_iscm = expected.entry(slug.to_owned()).or_default();
            *of_iscm.entry(((*kind).to_owned(), year, date)).or_default() += 1;
        }
    }
    assert_eq!(expected.len(), facts("iscm").len());
    for (slug, expected) in expected {
        let entries = timeline(&server, json!({ "slug": slug })).await;
        let mut served = Counts::new();
        for entry in &entries {
            let (year, date, kind, title) = order(entry);
            assert!(!title.is_empty() && !title.starts_with(' '), "{entry}");
            let key = (KINDS[kind].0.to_owned(), year, date.map(str::to_owned));
            *served.entry(key).or_default() += 1;
        }
        assert_eq!(served, expected, "{slug}");
        assert!(entries.is_sorted_by_key(order), "{slug}");
        assert!(entries.iter().all(|entry| entry["node"]["id"].is_string()));
    }
}

async fn a_range_takes_in_both_its_ends(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let all = timeline(&server, json!({ "slug": "rcm" })).await;
    for (from, to) in [
        (Some("2016-06-07"), Some("2016-06-07")),
        (Some("2016-06-08"), Some("2019-11-21")),
        (Some("2019-01-01"), None),
        (None, Some("1996-03-13")),
        (None, Some("1996-03-12")),
        (Some("2099-01-01"), None),
    ] {
        let is_in = |entry: &&Value| {
            // Texts of dates and of years are ordered as what they stand for.
            let year = entry["year"].to_string();
            let when = entry["date"].as_str().unwrap_or(&year);
            from.is_none_or(|from| &from[..when.len()] <= when)
                && to.is_none_or(|to| when <= &to[..when.len()])
        };
        let expected: Vec<_> = all.iter().filter(is_in).cloned().collect();
        let served = timeline(&server, json!({ "slug": "rcm", "from": from, "to": to })).await;
        assert_eq!(served, expected, "{from:?} to {to:?}");
    }
    let day =
        json!({ "slug": "rcm", "from": "2016-06-07", "to": "2016-06-07", "kinds": ["EVENT"] });
    let titles: Vec<_> = timeline(&server, day)
        .await
        .iter()
        .filter(|entry| !entry["date"].is_null())
        .map(|entry| entry["title"].clone())
        .collect();
    assert_eq!(
        titles,
        ["Meeting of the Regional Consultation Group on Migration, June 2016"]
    );
    let kinds = json!({ "slug": "rcm", "kinds": ["FUND_SET_UP", "FOUNDED"] });
    let kinds = timeline(&server, kinds).await;
    let kinds: Vec<_> = kinds
        .iter()
        .map(|entry| (&entry["kind"], &entry["year"]))
        .collect();
    assert_eq!(
        json!(kinds),
        json!([["FOUNDED", 1996], ["FUND_SET_UP", 2004]])
    );
}

async fn entries_read_well(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (slug, kind, title, id) in [
        ("rcm", "FOUNDED", "RCM is founded", "iscm:rcm"),
        (
            "rcm",
            "CHAIR_BEGAN",
            "Mexico takes the chair",
            "chairmanship:rcm/mx-2015",
        ),
        (
            "rcm",
            "CHAIR_ENDED",
            "Mexico leaves the chair",
            "chairmanship:rcm/mx-2015",
        ),
        (
            "bali-process",
            "CHAIR_BEGAN",
            "Australia becomes co-chair",
            "chairmanship:bali-process/au-2002",
        ),
        (
            "rcm",
            "MEMBER_JOINED",
            "Canada joins as a member",
            "membership:rcm/ca-member",
        ),
        (
            "rcm",
            "STRUCTURE_SET_UP",
            "Technical Secretariat is set up",
            "structure:rcm/technical-secretariat",
        ),
        (
            "rcm",
            "THEME_ENDED",
            "Work ends on “Human Rights”",
            "theme:rcm/human-rights",
        ),
        (
            "rcm",
            "EVENT",
            "I Regional Conference on Migration",
            "event:rcm/i-regional-conference-on-migration",
        ),
    ] {
        let entries = timeline(&server, json!({ "slug": slug, "kinds": [kind] })).await;
        let is_it = |entry: &&Value| entry["node"]["id"] == id;
        let entry = entries.iter().find(is_it).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(entry["title"], title);
    }
}

async fn a_range_that_ends_before_it_begins_is_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let range = json!({ "slug": "rcm", "from": "2019-01-02", "to": "2019-01-01" });
    let answer = server.ask(QUERY, range).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    assert_eq!(error["extensions"]["argument"], "from");
    assert_eq!(error["path"], json!(["iscm", "timeline"]));
    let message = error["message"].as_str().expect("a message");
    assert!(
        message.contains("2019-01-02") && message.contains("`to`"),
        "{message}"
    );
}
