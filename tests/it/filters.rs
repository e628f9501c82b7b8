//! Filters, against what the files say.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use toml::Table;

use crate::support::{Backend, TestServer, both_databases, by_slug, facts, number, text, texts};

both_databases! {
    instruments_are_filtered_as_the_files_say,
    relations_of_instruments_are_conditions,
    iscms_are_filtered_by_what_they_have,
    texts_and_what_is_not_known,
    dates_flags_and_lists_of_words,
    terms_seats_attendance_and_origins_are_conditions,
}

/// The texts of a field of all nodes of a connection, on all its pages; sorted.
async fn all(server: &TestServer, connection: &str, filter: &str, field: &str) -> Vec<String> {
    let query = format!(
        "query ($after: String) {{ {connection}(filter: {filter}, first: 100, after: $after) {{
            totalCount nodes {{ {field} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = server.data(&query, json!({ "after": after })).await;
        let page = &data[connection];
        let nodes = page["nodes"].as_array().expect("nodes").iter();
        found.extend(nodes.map(|node| node[field].as_str().expect("a text").to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], json!(found.len()), "{filter}");
            found.sort();
            return found;
        }
    }
}

/// Holds the nodes that meet a condition against the records that fit it.
async fn hold(
    server: &TestServer,
    (connection, field): (&str, &str),
    (table, key): (&str, &str),
    filter: &str,
    fits: impl Fn(&str, &Table) -> bool,
) {
    let found = all(server, connection, filter, field).await;
    let fitting = facts(table)
        .iter()
        .filter(|(iscm, record)| fits(iscm, record));
    let mut expected: Vec<_> = fitting
        .map(|(iscm, record)| {
            if key.is_empty() {
                iscm
            } else {
                text(record, key)
            }
        })
        .collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "{filter}");
    assert!(!found.is_empty(), "some meet {filter}");
    assert!(
        filter == "{}" || found.len() < facts(table).len(),
        "some do not meet {filter}"
    );
}

async fn instruments(server: &TestServer, filter: &str, fits: impl Fn(&str, &Table) -> bool) {
    hold(
        server,
        ("instruments", "title"),
        ("instruments", "title"),
        filter,
        fits,
    )
    .await;
}

async fn iscms(server: &TestServer, filter: &str, fits: impl Fn(&str, &Table) -> bool) {
    hold(server, ("iscms", "slug"), ("iscm", ""), filter, fits).await;
}

async fn instruments_are_filtered_as_the_files_say(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let is_kind = |row: &Table, kinds: &[&str]| kinds.contains(&text(row, "kind"));
    instruments(server, "{}", |_, _| true).await;
    let one = "{ kind: { eq: GUIDELINES } }";
    instruments(server, one, |_, row| is_kind(row, &["GUIDELINES"])).await;
    let not = "{ kind: { not: [DECLARATION, REPORT] } }";
    instruments(server, not, |_, row| {
        !is_kind(row, &["DECLARATION", "REPORT"])
    })
    .await;
    // A value by itself is a list of one.
    instruments(server, "{ kind: { in: STUDY } }", |_, row| {
        is_kind(row, &["STUDY"])
    })
    .await;
    instruments(server, "{ year: { gte: 2010, lte: 2014 } }", |_, row| {
        number(row, "year").is_some_and(|year| (2010..=2014).contains(&year))
    })
    .await;
    instruments(server, "{ year: { in: [1996, 2019] } }", |_, row| {
        [Some(1996), Some(2019)].contains(&number(row, "year"))
    })
    .await;
    let unknown = "{ adoptedAt: { isNull: true }, url: { isNull: false } }";
    instruments(server, unknown, |_, row| {
        !row.contains_key("adopted_at") && row.contains_key("url")
    })
    .await;
    let either = "{ or: [{ year: { lte: 1999 } },
        { and: [{ kind: { eq: MANUAL } }, { not: { url: { isNull: true } } }] }] }";
    instruments(server, either, |_, row| {
        let is_manual = is_kind(row, &["MANUAL"]) && row.contains_key("url");
        number(row, "year") <= Some(1999) || is_manual
    })
    .await;
}

async fn relations_of_instruments_are_conditions(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let is_on = |row: &Table, topic: &str| texts(row, "topics").contains(&topic);
    let since = "{ topics: { some: { slug: { eq: \"children\" } } }, year: { gte: 2014 } }";
    instruments(server, since, |_, row| {
        is_on(row, "children") && number(row, "year") >= Some(2014)
    })
    .await;
    let none = "{ topics: { none: { slug: { in: [\"labour-migration\", \"human-rights\"] } } } }";
    instruments(server, none, |_, row| {
        !is_on(row, "labour-migration") && !is_on(row, "human-rights")
    })
    .await;
    let every = "{ topics: { every: { slug: { eq: \"labour-migration\" } } } }";
    instruments(server, every, |_, row| {
        let mut topics = texts(row, "topics").into_iter();
        topics.all(|topic| topic == "labour-migration")
    })
    .await;
    let count = "{ topics: { count: { gte: 3 } } }";
    instruments(server, count, |_, row| texts(row, "topics").len() >= 3).await;
    let called = "{ iscm: { in: [\"RCM\", \"bali process\"] } }";
    instruments(server, called, |iscm, _| {
        ["rcm", "bali-process"].contains(&iscm)
    })
    .await;
    let kinds = by_slug("kind");
    let of_kind = "{ iscm: { is: { kind: { eq: INTERREGIONAL_FORUM } } } }";
    instruments(server, of_kind, |iscm, _| {
        kinds[iscm] == "INTERREGIONAL_FORUM"
    })
    .await;
    let built_on = "{ uptakes: { count: { gte: 1 } } }";
    instruments(server, built_on, |iscm, row| {
        let mut uptakes = facts("uptakes").iter();
        uptakes.any(|(of, uptake)| of == iscm && text(uptake, "instrument") == text(row, "title"))
    })
    .await;
    let reports: BTreeSet<_> = facts("sources")
        .iter()
        .filter(|(_, source)| text(source, "kind") == "REPORT")
        .map(|(_, source)| text(source, "id"))
        .collect();
    let cited = "{ citations: { some: { source: { is: { kind: { eq: REPORT } } } } } }";
    instruments(server, cited, |_, row| {
        let cites = texts(row, "cite").into_iter();
        let mut sources = cites.map(|cite| cite.split('#').next().unwrap_or(cite));
        sources.any(|source| reports.contains(source))
    })
    .await;
}

async fn iscms_are_filtered_by_what_they_have(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let members = |slug: &str| {
        let slug = slug.to_owned();
        facts("members")
            .iter()
            .filter(move |(iscm, _)| *iscm == slug)
    };
    let has = |slug: &str, codes: &[&str], role: Option<&str>| {
        members(slug).any(|(_, row)| {
            let is_in_role = role.is_none_or(|role| text(row, "role") == role);
            codes.contains(&text(row, "country")) && is_in_role
        })
    };
    let in_any_role = "{ members: { some: { country: { in: [MX, CA] } } } }";
    iscms(server, in_any_role, |slug, _| {
        has(slug, &["MX", "CA"], None)
    })
    .await;
    let both = "{ members: { some: { country: { in: [MX, CA] }, role: { eq: MEMBER } } },
        instruments: { some: { topics: { some: { slug: { eq: \"children\" } } }, year: { gte: 2014 } } } }";
    iscms(server, both, |slug, _| {
        let on_children = facts("instruments").iter().any(|(iscm, row)| {
            let is_new = number(row, "year") >= Some(2014);
            iscm == slug && texts(row, "topics").contains(&"children") && is_new
        });
        has(slug, &["MX", "CA"], Some("MEMBER")) && on_children
    })
    .await;
    let count = |table: &str, slug: &str| facts(table).iter().filter(|(of, _)| of == slug).count();
    let many = "{ members: { count: { gte: 40 } } }";
    iscms(server, many, |slug, _| count("members", slug) >= 40).await;
    let unpaid = "{ funds: { count: { eq: 0 } }, fundingSources: { count: { gte: 5 } } }";
    iscms(server, unpaid, |slug, _| {
        count("funds", slug) == 0 && count("funding", slug) >= 5
    })
    .await;
    let none = "{ members: { none: { role: { eq: OBSERVER } } } }";
    iscms(server, none, |slug, _| {
        !members(slug).any(|(_, row)| text(row, "role") == "OBSERVER")
    })
    .await;
    let every = "{ members: { every: { organization: { isNull: true } } } }";
    iscms(server, every, |slug, _| {
        members(slug).all(|(_, row)| !row.contains_key("organization"))
    })
    .await;
    let partners: BTreeSet<_> = facts("partnerships")
        .iter()
        .filter(|(iscm, _)| iscm == "rcm")
        .map(|(_, row)| text(row, "iscm"))
        .collect();
    let partner = "{ partnerIn: { some: { iscm: { eq: \"Puebla Process\" } } } }";
    iscms(server, partner, |slug, _| partners.contains(slug)).await;
    let by_id = "{ id: { in: [\"iscm:rcm\", \"iscm:pafom\"] } }";
    iscms(server, by_id, |slug, _| ["rcm", "pafom"].contains(&slug)).await;
}

async fn texts_and_what_is_not_known(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let is_on_migration = |name: &str| {
        let name = name.to_lowercase();
        name.contains("migración") || name.contains("migracion")
    };
    let any_language = "{ name: { contains: \"MIGRACION\" } }";
    iscms(server, any_language, |_, head| {
        let mut names = head["name"].as_table().expect("names").values();
        names.any(|name| is_on_migration(name.as_str().expect("a name")))
    })
    .await;
    let begins = "{ aliases: { some: { startsWith: \"proceso\" } } }";
    iscms(server, begins, |_, head| {
        texts(head, "aliases")
            .iter()
            .any(|alias| alias.starts_with("Proceso"))
    })
    .await;
    let unknown = "{ website: { isNull: true } }";
    iscms(server, unknown, |_, head| !head.contains_key("website")).await;
    let has = |head: &Table| text(head, "website").contains("iom.int");
    iscms(
        server,
        "{ website: { contains: \"iom.int\" } }",
        |_, head| has(head),
    )
    .await;
    let not = "{ not: { website: { contains: \"iom.int\" } } }";
    iscms(server, not, |_, head| !has(head)).await;
    // What is not known is not told to be another.
    let other = "{ website: { not: \"https://crmsv.org\" } }";
    iscms(server, other, |_, head| {
        head.contains_key("website") && text(head, "website") != "https://crmsv.org"
    })
    .await;
    let going_on = "{ from: { isNull: false }, to: { isNull: true } }";
    hold(
        server,
        ("themes", "title"),
        ("themes", "title"),
        going_on,
        |_, row| row.contains_key("from") && !row.contains_key("to"),
    )
    .await;
}

async fn dates_flags_and_lists_of_words(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let between = "{ start: { gte: \"2018-03-01\", lte: \"2019-11-21\" } }";
    hold(
        server,
        ("events", "name"),
        ("events", "name"),
        between,
        |_, row| {
            let start = row.get("start").map(ToString::to_string);
            start.is_some_and(|start| ("2018-03-01"..="2019-11-21").contains(&start.as_str()))
        },
    )
    .await;
    let words = "{ modalities: { some: { in: [TRAINING, STUDIES] }, none: { eq: FUNDING } } }";
    let partnerships = ("partnerships", "summary");
    hold(server, partnerships, partnerships, words, |_, row| {
        let modalities = texts(row, "modalities");
        let has = |word: &str| modalities.contains(&word);
        (has("TRAINING") || has("STUDIES")) && !has("FUNDING")
    })
    .await;
    let every = "{ modalities: { every: { in: [PARTICIPATION, INFORMATION_EXCHANGE] } } }";
    hold(server, partnerships, partnerships, every, |_, row| {
        let mut modalities = texts(row, "modalities").into_iter();
        modalities.all(|word| ["PARTICIPATION", "INFORMATION_EXCHANGE"].contains(&word))
    })
    .await;
    let by_country = "{ contributors: { some: { country: { eq: us } } } }";
    hold(
        server,
        ("fundingSources", "summary"),
        ("funding", "summary"),
        by_country,
        |_, row| texts(row, "contributors").contains(&"US"),
    )
    .await;
    let shared = all(server, "chairmanships", "{ coChair: { eq: true } }", "id").await;
    let is_shared = |row: &Table| row.get("co_chair").and_then(toml::Value::as_bool) == Some(true);
    let expected = facts("chairs").iter().filter(|(_, row)| is_shared(row));
    assert_eq!(shared.len(), expected.count());
}

/// A table, the list that serves it, a condition, which records meet it, and a text that each of them has.
type Condition = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Table) -> bool,
    &'static str,
    &'static str,
);

/// Whether a list of a record has a text.
fn has(row: &Table, key: &str, one: &str) -> bool {
    texts(row, key).contains(&one)
}

async fn terms_seats_attendance_and_origins_are_conditions(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    #[rustfmt::skip] // a table: a line for each condition
    let conditions: [Condition; 18] = [
        ("iscm", "iscms", "{ ended: { gte: 2005 } }", |row| number(row, "ended") >= Some(2005), "acronym", "acronym"),
        ("iscm", "iscms", "{ ended: { isNull: true }, status: { eq: ENDED } }", |row| number(row, "ended").is_none() && text(row, "status") == "ENDED", "acronym", "acronym"),
        ("iscm", "iscms", "{ languages: { some: { eq: \"FR\" } } }", |row| has(row, "languages", "FR"), "acronym", "acronym"),
        ("iscm", "iscms", "{ associatedOrganizations: { some: { acronym: { eq: \"AU\" } } } }", |row| has(row, "associated_with", "AU"), "acronym", "acronym"),
        ("iscm", "iscms", "{ associatedIscms: { some: { slug: { eq: \"tripoli-process\" } } } }", |row| has(row, "associated_with", "iscm:tripoli-process"), "acronym", "acronym"),
        ("iscm", "iscms", "{ predecessors: { some: { status: { eq: ENDED } } } }", |row| has(row, "predecessors", "un-hld"), "acronym", "acronym"),
        ("structures", "structures", "{ frequency: { in: [ANNUAL, IRREGULAR] } }", |row| ["ANNUAL", "IRREGULAR"].contains(&text(row, "frequency")), "name", "name"),
        ("structures", "structures", "{ seatCountry: { eq: AT } }", |row| text(row, "seat_country") == "AT", "name", "name"),
        ("structures", "structures", "{ seatCity: { startsWith: \"J\" } }", |row| text(row, "seat_city").starts_with('J'), "name", "name"),
        ("structures", "structures", "{ hostedBy: { eq: \"IOM\" } }", |row| text(row, "hosted_by") == "IOM", "name", "name"),
        ("instruments", "instruments", "{ from: { lte: 2026 }, to: { gte: 2026 } }", |row| number(row, "from").is_some_and(|year| year <= 2026) && number(row, "to") >= Some(2026), "title", "title"),
        ("instruments", "instruments", "{ endorsingCountries: { some: { code: { eq: CR } } } }", |row| has(row, "endorsed_by", "CR"), "title", "title"),
        ("instruments", "instruments", "{ endorsingCountries: { some: { code: { eq: EC } } } }", |row| has(row, "endorsed_by", "country:EC"), "title", "title"),
        ("events", "events", "{ attendingOrganizations: { some: { acronym: { eq: \"IOM\" } } } }", |row| has(row, "attended_by", "IOM"), "name", "name"),
        ("events", "events", "{ participants: { gte: 100 } }", |row| number(row, "participants") >= Some(100), "name", "name"),
        ("events", "events", "{ status: { eq: ANNOUNCED } }", |row| text(row, "status") == "ANNOUNCED", "name", "name"),
        ("members", "memberships", "{ status: { eq: SUSPENDED }, statusSince: { gte: 2000 } }", |row| text(row, "status") == "SUSPENDED" && number(row, "status_since") >= Some(2000), "role", "role"),
        ("sources", "sources", "{ archived: { isNull: false } }", |row| row.contains_key("archived"), "title", "title"),
    ];
    for (table, connection, filter, is_met, field, key) in conditions {
        let fits = |_: &str, row: &Table| is_met(row);
        hold(server, (connection, field), (table, key), filter, fits).await;
    }
    // Groups and orders of them: what has the most is known by the files.
    let query = "{ structures { groupBy(keys: [HOSTED_BY]) { count values { value } } }
        instruments(orderBy: [{ field: ENDORSING_COUNTRY_COUNT, direction: DESC }], first: 1) {
            nodes { endorsingCountries { code } } } }";
    let data = server.data(query, json!({})).await;
    let hosted = facts("structures").iter();
    let hosted = hosted.filter(|(_, row)| text(row, "hosted_by") == "IOM");
    let group = json!({ "count": hosted.count(), "values": [{ "value": "IOM" }] });
    let groups = data["structures"]["groupBy"].as_array().expect("groups");
    assert!(groups.contains(&group), "{groups:?}");
    let countries = facts("instruments").iter().map(|(_, row)| {
        let parties = texts(row, "endorsed_by").into_iter();
        parties
            .filter(|code| code.len() == 2 || code.starts_with("country:"))
            .count()
    });
    let most = &data["instruments"]["nodes"][0]["endorsingCountries"];
    assert_eq!(most.as_array().map(Vec::len), countries.max());
}
