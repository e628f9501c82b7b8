//! Orders, groups and valid time, against what the files say.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use toml::Table;

use crate::support::{
    Backend, TestServer, both_databases, by_slug, certainty, facts, number, text, texts,
};

both_databases! {
    lists_are_ordered_as_the_files_say,
    texts_are_in_the_order_of_the_language,
    groups_count_what_the_files_hold,
    members_are_counted_by_country_and_role,
    numbers_are_summed_up,
    what_holds_at_a_date,
}

/// The nodes of a connection in an order, on all its pages.
async fn ordered(server: &TestServer, connection: &str, order: &str, fields: &str) -> Vec<Value> {
    let query = format!(
        "query ($after: String) {{ {connection}(orderBy: {order}, first: 100, after: $after) {{
            nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut data = server.data(&query, json!({ "after": after })).await;
        let mut page = data[connection].take();
        after = page["pageInfo"]["endCursor"].take();
        found.append(page["nodes"].as_array_mut().expect("nodes"));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return found;
        }
    }
}

async fn lists_are_ordered_as_the_files_say(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let acronyms = by_slug("acronym");
    let members = |slug: &str| facts("members").iter().filter(|(of, _)| of == slug).count();

    let order = "[{ field: MEMBER_COUNT, direction: DESC }, { field: ACRONYM }]";
    let found = ordered(server, "iscms", order, "slug").await;
    let mut expected: Vec<_> = acronyms.iter().collect();
    expected.sort_by_key(|(slug, acronym)| (usize::MAX - members(slug), acronym.to_lowercase()));
    let expected: Vec<_> = expected
        .iter()
        .map(|(slug, _)| json!({ "slug": slug }))
        .collect();
    assert_eq!(found, expected);

    let mut years: Vec<_> = facts("uptakes")
        .iter()
        .map(|(_, row)| number(row, "year"))
        .collect();
    let node = |year: &Option<i64>| json!({ "year": year });
    years.sort_by_key(|year| std::cmp::Reverse(*year)); // those not known last
    let found = ordered(
        server,
        "uptakes",
        "{ field: YEAR, direction: DESC }",
        "year",
    )
    .await;
    assert_eq!(found, years.iter().map(node).collect::<Vec<_>>());
    let unknown = years.iter().filter(|year| year.is_none()).count();
    years.rotate_right(unknown);
    let first = "{ field: YEAR, direction: DESC, nulls: FIRST }";
    let found = ordered(server, "uptakes", first, "year").await;
    assert_eq!(found, years.iter().map(node).collect::<Vec<_>>());

    let established = |slug: &str| {
        let mut heads = facts("iscm").iter();
        heads
            .find(|(of, _)| of == slug)
            .and_then(|(_, head)| number(head, "established"))
    };
    let order =
        "[{ field: ISCM_ESTABLISHED }, { field: ISCM_ACRONYM, direction: DESC }, { field: YEAR }]";
    let found = ordered(server, "instruments", order, "year iscm { acronym }").await;
    let mut rows: Vec<_> = facts("instruments").iter().collect();
    rows.sort_by_key(|(iscm, row)| {
        let acronym = acronyms[iscm.as_str()].to_lowercase();
        (
            established(iscm),
            std::cmp::Reverse(acronym),
            number(row, "year"),
        )
    });
    let node = |(iscm, row): &&(String, Table)| json!({ "year": number(row, "year"), "iscm": { "acronym": acronyms[iscm.as_str()] } });
    assert_eq!(found, rows.iter().map(node).collect::<Vec<_>>());
}

async fn texts_are_in_the_order_of_the_language(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    // By code point, Åland would come last in English, and the order of the others be that of codes.
    for (codes, language, expected) in [
        (
            "AX, AT, AR, OM",
            "EN",
            ["Åland Islands", "Argentina", "Austria", "Oman"],
        ),
        (
            "ES, ET, EE, EG",
            "ES",
            ["Egipto", "España", "Estonia", "Etiopía"],
        ),
        (
            "YE, EG, AM, ES",
            "RU",
            ["Армения", "Египет", "Испания", "Йемен"],
        ),
    ] {
        let query = format!(
            "{{ countries(filter: {{ code: {{ in: [{codes}] }} }}, orderBy: {{ field: NAME, language: {language} }}) {{
                nodes {{ name(language: {language}) }} }} }}"
        );
        let data = server.data(&query, json!({})).await;
        let nodes = data["countries"]["nodes"].as_array().expect("nodes").iter();
        let names: Vec<_> = nodes
            .map(|node| node["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(names, expected);
    }
}

/// What a group has in common.
type Values = Vec<Option<String>>;

/// The groups that a query gives: how many nodes have what in common.
fn groups(found: &Value) -> BTreeMap<Values, usize> {
    let of_group = |group: &Value| {
        let values = group["values"].as_array().expect("values").iter();
        let values = values.map(|value| value["value"].as_str().map(str::to_owned));
        let count = group["count"].as_u64().expect("a count");
        (values.collect(), usize::try_from(count).expect("small"))
    };
    let groups = found.as_array().expect("groups");
    groups.iter().map(of_group).collect()
}

/// The same from records, of which each is in the groups that `keys` gives.
fn counted<'r>(
    rows: impl Iterator<Item = &'r (String, Table)>,
    keys: impl Fn(&str, &Table) -> Vec<Values>,
) -> BTreeMap<Values, usize> {
    let mut counts = BTreeMap::new();
    for (iscm, row) in rows {
        for key in keys(iscm, row) {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

async fn groups_count_what_the_files_hold(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "{ instruments(filter: { year: { gte: 2010 } }, first: 1) {
        kind: groupBy(keys: [KIND]) { count values { value } }
        topic: groupBy(keys: TOPIC) { count values { value } }
        decade: groupBy(keys: [DECADE]) { count values { value } }
        three: groupBy(keys: [ISCM, TOPIC, YEAR], first: 1000) { count values { value } }
        adopted: groupBy(keys: [ADOPTED_AT_KIND]) { count values { value } }
        all: groupBy(keys: []) { count values { value } } } }";
    let data = server.data(query, json!({})).await;
    let found = &data["instruments"];
    let rows = || {
        let instruments = facts("instruments").iter();
        instruments.filter(|(_, row)| number(row, "year") >= Some(2010))
    };
    let some = |text: &str| Some(text.to_owned());
    let kinds = counted(rows(), |_, row| vec![vec![some(text(row, "kind"))]]);
    assert_eq!(groups(&found["kind"]), kinds);
    let topics = counted(rows(), |_, row| {
        texts(row, "topics")
            .into_iter()
            .map(|topic| vec![some(topic)])
            .collect()
    });
    assert_eq!(groups(&found["topic"]), topics);
    let decades = counted(rows(), |_, row| {
        vec![vec![
            number(row, "year").map(|year| (year / 10 * 10).to_string()),
        ]]
    });
    assert_eq!(groups(&found["decade"]), decades);
    let acronyms = by_slug("acronym");
    let three = counted(rows(), |iscm, row| {
        let year = number(row, "year").map(|year| year.to_string());
        let topics = texts(row, "topics").into_iter();
        topics
            .map(|topic| vec![some(acronyms[iscm]), some(topic), year.clone()])
            .collect()
    });
    assert_eq!(groups(&found["three"]), three);
    let adopted = counted(rows(), |iscm, row| {
        let mut events = facts("events").iter();
        let event =
            events.find(|(of, event)| of == iscm && text(event, "name") == text(row, "adopted_at"));
        vec![vec![event.map(|(_, event)| text(event, "kind").to_owned())]]
    });
    assert_eq!(groups(&found["adopted"]), adopted);
    assert_eq!(
        groups(&found["all"]),
        BTreeMap::from([(Vec::new(), rows().count())])
    );
}

async fn members_are_counted_by_country_and_role(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "{ memberships(filter: { role: { eq: MEMBER } }) { totalCount
        country: groupBy(keys: [COUNTRY]) { count values { key value label(language: ES) node { id } } }
        kind: groupBy(keys: [ISCM_KIND], orderBy: KEY) { count values { value } } } }";
    let data = server.data(query, json!({})).await;
    let found = &data["memberships"];
    let members = || {
        facts("members")
            .iter()
            .filter(|(_, row)| text(row, "role") == "MEMBER")
    };
    let by_country = counted(members(), |_, row| {
        let code = row.get("country").and_then(toml::Value::as_str);
        vec![vec![code.map(str::to_owned)]]
    });
    assert_eq!(groups(&found["country"]), by_country);
    assert_eq!(found["totalCount"], json!(members().count()));
    let groups = found["country"].as_array().expect("groups");
    let counts = groups.iter().map(|group| group["count"].as_u64());
    assert!(
        counts.is_sorted_by(|one, other| one >= other),
        "the greatest first"
    );
    let spain = groups
        .iter()
        .map(|group| &group["values"][0])
        .find(|value| value["value"] == "ES");
    let expected = json!({ "key": "COUNTRY", "value": "ES", "label": "España", "node": { "id": "country:ES" } });
    assert_eq!(spain, Some(&expected));
    let kinds = found["kind"].as_array().expect("groups").iter();
    let kinds: Vec<_> = kinds.map(|group| &group["values"][0]["value"]).collect();
    let order = ["REGIONAL_CONSULTATIVE_PROCESS", "INTERREGIONAL_FORUM"];
    assert_eq!(kinds, order);
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
async fn numbers_are_summed_up(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "{ instruments { groupBy(keys: [ISCM]) { values { value } min(of: YEAR) max(of: YEAR) sum(of: TOPIC_COUNT) } }
        fundingSources(filter: { amount: { isNull: false } }) { groupBy(keys: [CURRENCY]) { values { value } sum(of: AMOUNT) } } }";
    let data = server.data(query, json!({})).await;
    let acronyms = by_slug("acronym");
    for group in data["instruments"]["groupBy"].as_array().expect("groups") {
        let acronym = group["values"][0]["value"].as_str().expect("an acronym");
        let rows = || {
            facts("instruments")
                .iter()
                .filter(|(iscm, _)| acronyms[iscm.as_str()] == acronym)
        };
        let years = || rows().filter_map(|(_, row)| number(row, "year"));
        assert_eq!(group["min"].as_f64(), years().min().map(|year| year as f64));
        assert_eq!(group["max"].as_f64(), years().max().map(|year| year as f64));
        let topics: usize = rows().map(|(_, row)| texts(row, "topics").len()).sum();
        assert_eq!(group["sum"].as_f64(), Some(topics as f64));
    }
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (_, row) in facts("funding") {
        if let Some(amount) = row.get("amount") {
            let amount: f64 = amount.to_string().parse().expect("a number");
            *sums.entry(text(row, "currency")).or_default() += amount;
        }
    }
    assert!(sums.len() > 1, "several currencies");
    for group in data["fundingSources"]["groupBy"]
        .as_array()
        .expect("groups")
    {
        let currency = group["values"][0]["value"].as_str().expect("a currency");
        assert_eq!(group["sum"].as_f64(), sums.remove(currency), "{currency}");
    }
    assert!(sums.is_empty());
    let mixed = "{ fundingSources { groupBy(keys: []) { count sum(of: AMOUNT) } } }";
    let answer = server.ask(mixed, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("`currency`"), "{message}");
    assert_eq!(
        answer["data"]["fundingSources"]["groupBy"][0]["sum"],
        Value::Null
    );
}

async fn what_holds_at_a_date(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "query ($on: Date) { iscms { nodes { slug members(on: $on) { totalCount } themes(on: $on) { title }
        chairs(on: $on) { from } structures(on: $on) { name } } } }";
    for year in [1990, 2004, 2016, 2026] {
        let data = server
            .data(query, json!({ "on": format!("{year}-06-30") }))
            .await;
        for iscm in data["iscms"]["nodes"].as_array().expect("nodes") {
            let slug = iscm["slug"].as_str().expect("a slug");
            let count = |table: &str| {
                let rows = facts(table).iter().filter(|(of, _)| of == slug);
                rows.filter(|(_, row)| certainty(table, slug, row, year).is_some())
                    .count()
            };
            let length = |field: &str| iscm[field].as_array().expect("a list").len();
            let members = json!(count("members"));
            assert_eq!(iscm["members"]["totalCount"], members, "{slug} {year}");
            assert_eq!(length("themes"), count("themes"), "{slug} {year}");
            assert_eq!(length("chairs"), count("chairs"), "{slug} {year}");
            let structures = count("structures");
            assert_eq!(length("structures"), structures, "{slug} {year}");
        }
    }
}
