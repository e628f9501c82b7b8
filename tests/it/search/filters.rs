//! What filters let through, and the counts by type, held against the tables.

use std::collections::{BTreeMap, BTreeSet};

use entity::tables::{NodeType, SharedTables};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! { filters_and_counts_are_those_of_the_tables }

/// How many records of each type an ISCM has that fit, told from the tables alone.
fn of_iscm(
    tables: &SharedTables,
    iscm: &str,
    fits: impl Fn(NodeType, &str, Option<i32>, Option<i32>) -> bool,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut add = |kind: NodeType, id: &str, from: Option<i32>, to: Option<i32>| {
        if fits(kind, id, from, to) {
            *counts.entry(kind.name().to_uppercase()).or_insert(0) += 1;
        }
    };
    macro_rules! scan {
        ($($table:ident $Type:ident |$row:ident| $from:expr, $to:expr;)*) => {
            $(for $row in tables.$table.iter().filter(|row| row.iscm_id == iscm) {
                add(NodeType::$Type, &$row.id, $from, $to);
            })*
        };
    }
    scan! {
        theme Theme |row| row.from_year, row.to_year;
        membership Membership |row| row.from_year, row.to_year;
        chairmanship Chairmanship |row| row.from_year, row.to_year;
        structure Structure |row| row.established, None;
        funding Funding |row| row.year, row.year;
        fund Fund |row| Some(row.established), None;
        event Event |row| Some(row.year), Some(row.year);
        instrument Instrument |row| Some(row.from_year.map_or(row.year, |from| from.min(row.year))), last_year(row);
        contribution Contribution |_row| None, None;
        partnership Partnership |_row| None, None;
        added_value AddedValue |_row| None, None;
        uptake Uptake |row| row.year, row.year;
        activity Activity |row| row.year, row.year;
        commitment Commitment |row| Some(row.year), Some(row.year);
    }
    for row in tables.iscm.iter().filter(|row| row.id == iscm) {
        add(NodeType::Iscm, &row.id, Some(row.established), None);
    }
    for row in tables.fund_figure.iter() {
        let fund = tables.fund.iter().find(|fund| fund.id == row.fund_id);
        if fund.expect("its fund").iscm_id == iscm {
            add(NodeType::FundFigure, &row.id, row.from_year, row.to_year);
        }
    }
    counts
}

/// The last year that an instrument is of: that of its term, or its own where it has none. A plan has one.
fn last_year(row: &entity::instrument::Model) -> Option<i32> {
    use entity::enums::InstrumentKind::{ActionPlan, Strategy};
    let has_term = row.from_year.is_some() || row.to_year.is_some();
    let goes_on = has_term || [ActionPlan, Strategy].contains(&row.kind);
    row.to_year.or((!goes_on).then_some(row.year))
}

async fn filters_and_counts_are_those_of_the_tables(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let snapshot = server.graph().snapshot();
    let tables = snapshot.tables();
    let document = "query ($topics: [String!], $years: YearRange, $types: [NodeType!]) {
        search(query: \"RCM\", iscms: [\"Puebla Process\"], topics: $topics, years: $years, types: $types, first: 100) {
          totalCount nodes { __typename } types { type count } } }";
    let ask = async |variables: Value| {
        let data = server.data(document, variables).await;
        let types = data["search"]["types"].as_array().expect("types").iter();
        let counts = types.map(|entry| {
            let count = usize::try_from(entry["count"].as_u64().expect("a number"));
            (
                entry["type"].as_str().expect("a type").to_owned(),
                count.expect("small"),
            )
        });
        let counts: BTreeMap<_, _> = counts.collect();
        (
            counts,
            data["search"]["totalCount"].clone(),
            data["search"]["nodes"].clone(),
        )
    };
    // Everything of the RCM names the RCM.
    let everything = of_iscm(tables, "rcm", |_, _, _, _| true);
    assert!(everything.len() > 10, "{everything:?}");
    let (counts, total, _) = ask(json!({})).await;
    assert_eq!(counts, everything);
    assert_eq!(total, json!(everything.values().sum::<usize>()));
    // Types limit what is found, not what is counted.
    let (counts, total, nodes) = ask(json!({ "types": ["THEME", "FUND"] })).await;
    assert_eq!(counts, everything);
    assert_eq!(total, json!(everything["THEME"] + everything["FUND"]));
    let kinds = nodes.as_array().expect("nodes").iter();
    let kinds: BTreeSet<_> = kinds
        .map(|node| node["__typename"].as_str().expect("a type"))
        .collect();
    assert_eq!(kinds, BTreeSet::from(["Fund", "Theme"]));
    // Years.
    let (from, to) = (2005, 2010);
    let in_years = of_iscm(tables, "rcm", |_, _, first, last| {
        (first.is_some() || last.is_some())
            && first.is_none_or(|first| first <= to)
            && last.is_none_or(|last| from <= last)
    });
    let (counts, _, _) = ask(json!({ "years": { "from": from, "to": to } })).await;
    assert!(in_years["EVENT"] > 2, "{in_years:?}");
    assert_eq!(counts, in_years);
    let (counts, _, _) = ask(json!({ "years": {} })).await;
    assert_eq!(counts, everything);
    // Topics.
    let on_topic = of_iscm(tables, "rcm", |kind, id, _, _| {
        let is_on = |topic: &str| topic == "children" || topic == "health";
        let theme = |id: &str| {
            tables
                .theme_topic
                .iter()
                .any(|row| row.theme_id == id && is_on(&row.topic_id))
        };
        match kind {
            NodeType::Theme => theme(id),
            NodeType::Iscm => tables
                .theme
                .iter()
                .any(|row| row.iscm_id == id && theme(&row.id)),
            NodeType::Instrument => tables
                .instrument_topic
                .iter()
                .any(|row| row.instrument_id == id && is_on(&row.topic_id)),
            NodeType::Commitment => tables
                .commitment_topic
                .iter()
                .any(|row| row.commitment_id == id && is_on(&row.topic_id)),
            _ => false,
        }
    });
    assert!(on_topic.len() > 2, "{on_topic:?}");
    let (counts, _, _) = ask(json!({ "topics": ["children", "health"] })).await;
    assert_eq!(counts, on_topic);
}
