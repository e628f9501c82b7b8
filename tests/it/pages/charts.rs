//! The pages of charts: what they draw is what the graph knows.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::shown;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    members_are_counted_by_region,
    instruments_are_counted_by_year_and_kind,
    each_pair_of_iscms_that_share_members_is_drawn_once,
    instruments_are_counted_by_topic_and_iscm,
}

/// All nodes of a list of the root.
async fn all(server: &TestServer, list: &str, fields: &str) -> Vec<Value> {
    let query = format!(
        "query($after: String) {{ list: {list}(first: 100, after: $after) {{
            pageInfo {{ hasNextPage endCursor }} nodes {{ {fields} }} }} }}"
    );
    let mut nodes = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = server.data(&query, json!({ "after": after })).await;
        let page = &data["list"];
        nodes.extend_from_slice(page["nodes"].as_array().expect("nodes"));
        if page["pageInfo"]["hasNextPage"] == false {
            return nodes;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The page with its chart, which is light.
async fn drawn(server: &TestServer, path: &str) -> String {
    let html = shown(server, path, StatusCode::OK).await;
    assert!(html.len() < 60_000, "{path}: {}", html.len());
    html
}

/// The rows of the tables: what each is of, and its cells.
fn rows(html: &str) -> Vec<(&str, Vec<&str>)> {
    let rows = html.split(r#"<tr><th scope="row">"#).skip(1);
    let rows = rows.map(|row| {
        let row = row.split("</tr>").next().expect("an end");
        let (head, cells) = row.split_once("</th>").expect("a head");
        let head = head.strip_suffix("</a>").unwrap_or(head);
        let head = head.rsplit('>').next().expect("a text");
        let cells = cells.split("<td>").skip(1);
        let cells = cells.map(|cell| cell.split("</td>").next().expect("an end"));
        (head, cells.collect())
    });
    rows.collect()
}

/// What the squares of a matrix say.
fn squares(html: &str) -> Vec<String> {
    let squares = html.split("<rect class=\"s").skip(1);
    let titles = squares.filter_map(|square| {
        let (_, title) = square.split("</rect>").next()?.split_once("<title>")?;
        title.split("</title>").next()
    });
    titles.map(str::to_owned).collect()
}

async fn members_are_counted_by_region(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut counts = BTreeMap::<String, usize>::new();
    for one in all(&server, "memberships", "role country { region }").await {
        if one["role"] == "MEMBER" && one["country"] != Value::Null {
            let region = text(&one["country"]["region"]).to_owned();
            *counts.entry(region).or_default() += 1;
        }
    }
    let html = drawn(&server, "/charts").await;
    let rows = rows(&html);
    for (region, count) in &counts {
        let row = rows.iter().find(|(head, _)| head == region);
        let (_, cells) = row.unwrap_or_else(|| panic!("{region} has no row"));
        assert_eq!(cells, &[count.to_string()], "{region}");
        let link = format!("./memberships?role=MEMBER&region={region}");
        let bar = format!(r#"<a href="{link}"><text"#);
        assert!(html.contains(&bar), "{bar}");
        // The table that it leads to has as many.
        let table = shown(&server, &link[1..], StatusCode::OK).await;
        assert!(table.contains(&format!(">{count}<")), "{region}: {count}");
    }
    assert!(counts.len() > 3, "{counts:?}");
}

async fn instruments_are_counted_by_year_and_kind(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let instruments = all(&server, "instruments", "year kind").await;
    let html = drawn(&server, "/charts/instruments").await;
    let rows = rows(&html);
    let mut years = BTreeMap::<String, usize>::new();
    for one in &instruments {
        *years.entry(one["year"].to_string()).or_default() += 1;
    }
    for (year, count) in &years {
        let row = rows.iter().find(|(head, _)| head == year);
        let (_, cells) = row.unwrap_or_else(|| panic!("{year} has no row"));
        let sum: usize = cells
            .iter()
            .map(|cell| cell.parse::<usize>().expect("a number"))
            .sum();
        assert_eq!(sum, *count, "{year}: {cells:?}");
    }
    // The kind that there is most of has a column and a shade of its own.
    let declarations = instruments
        .iter()
        .filter(|one| one["kind"] == "DECLARATION");
    let column = html.split(">declaration</th>").next().expect("a column");
    let head = column.rsplit("<thead>").next().expect("a head");
    let place = head.matches("<th").count() - 2;
    let declared: usize = rows
        .iter()
        .filter_map(|(head, cells)| years.get(*head).and(cells.get(place)))
        .map(|cell| cell.parse::<usize>().expect("a number"))
        .sum();
    assert_eq!(declared, declarations.count());
    assert!(html.contains("</svg> declaration</li>"), "{html}");
}

async fn each_pair_of_iscms_that_share_members_is_drawn_once(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut members = BTreeMap::<String, BTreeSet<String>>::new();
    for one in all(
        &server,
        "memberships",
        "role party { name } iscm { acronym }",
    )
    .await
    {
        if one["role"] == "MEMBER" {
            let members = members.entry(text(&one["iscm"]["acronym"]).to_owned());
            members
                .or_default()
                .insert(text(&one["party"]["name"]).to_owned());
        }
    }
    let mut right = BTreeMap::new();
    for (one, of_one) in &members {
        for (other, of_other) in members.iter().filter(|(other, _)| *other < one) {
            let shared = of_one.intersection(of_other).count();
            if shared > 0 {
                right.insert(BTreeSet::from([one.clone(), other.clone()]), shared);
            }
        }
    }
    let html = drawn(&server, "/charts/overlaps").await;
    let mut told = BTreeMap::new();
    for title in squares(&html) {
        let (pair, count) = title.rsplit_once(": ").expect("a count");
        let (one, other) = pair.split_once(", ").expect("a pair");
        let pair = BTreeSet::from([one.to_owned(), other.to_owned()]);
        let twice = told.insert(pair, count.parse::<usize>().expect("a number"));
        assert_eq!(twice, None, "{title}");
    }
    assert_eq!(told, right);
    assert!(told.len() > 50, "{told:?}");
    // The table has each pair on both sides.
    let rows = rows(&html);
    for (pair, count) in &right {
        let pair: Vec<_> = pair.iter().collect();
        for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
            let row = rows.iter().find(|(head, _)| head == one);
            let (_, cells) = row.unwrap_or_else(|| panic!("{one} has no row"));
            let told = format!("{other} {count}");
            assert!(
                cells[0].split("; ").any(|cell| cell == told),
                "{one}: {told}"
            );
        }
    }
}

async fn instruments_are_counted_by_topic_and_iscm(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut right = BTreeMap::<String, usize>::new();
    let fields = "topics { label(language: FR) } iscm { acronym }";
    for one in all(&server, "instruments", fields).await {
        for topic in one["topics"].as_array().expect("topics") {
            let (topic, iscm) = (text(&topic["label"]), text(&one["iscm"]["acronym"]));
            *right.entry(format!("{topic}, {iscm}")).or_default() += 1;
        }
    }
    let html = drawn(&server, "/charts/topics?lang=fr").await;
    let told: BTreeMap<_, _> = squares(&html)
        .into_iter()
        .map(|title| {
            let (square, count) = title.rsplit_once(": ").expect("a count");
            (square.to_owned(), count.parse::<usize>().expect("a number"))
        })
        .collect();
    assert_eq!(told, right);
    assert!(html.contains("<h1>Sujets des instruments</h1>"), "{html}");
}
