//! The named data sets that come with the program, held against their documents asked for page by page.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{NAMES, csv, text};
use crate::support::{Backend, TestServer, both_databases};

both_databases! { named_data_sets_have_what_pages_have }

/// A row of an answer, by an independent reading of the rule.
fn flatten(value: &Value, path: &str, row: &mut Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_through = matches!(&**name, "nodes" | "edges" | "node");
                let path = if is_through {
                    path.to_owned()
                } else {
                    format!("{path}.{name}")
                };
                flatten(value, &path, row);
            }
        }
        Value::Array(items) => {
            let flat = items.iter().map(|item| {
                let mut inside = Map::new();
                flatten(item, path, &mut inside);
                inside
            });
            let flat: Vec<_> = flat.collect();
            let mut lists: Map<String, Value> = Map::new();
            for name in flat.iter().flat_map(Map::keys) {
                let values = flat
                    .iter()
                    .map(|one| one.get(name).cloned().unwrap_or_default());
                lists.insert(name.clone(), values.collect());
            }
            for (path, values) in lists {
                let values = values.as_array().expect("a list").iter();
                let values =
                    values.map(|value| written(value).replace('\\', "\\\\").replace(';', "\\;"));
                row.insert(path, values.collect::<Vec<_>>().join("; ").into());
            }
        }
        value => {
            row.insert(path.to_owned(), value.clone());
        }
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

async fn named_data_sets_have_what_pages_have(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let listed: Value = server.get("/d/").await.json().await.expect("JSON");
    let listed = listed["datasets"].as_array().expect("a list").clone();
    let names: Vec<_> = listed
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, NAMES);
    for (name, told) in NAMES.iter().zip(&listed) {
        let (columns, rows) = csv(&text(server.get(&format!("/d/{name}.csv")).await).await);
        let told: Vec<_> = told["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .map(|one| one["name"].clone())
            .collect();
        assert_eq!(json!(columns), json!(told), "{name}");
        let keys: HashSet<_> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(keys.len(), rows.len(), "{name}: a row has a key of its own");
        let pages = pages(&server, name).await;
        assert!(
            !pages.is_empty() && pages.len() == rows.len(),
            "{name}: {} {}",
            pages.len(),
            rows.len()
        );
        for (row, page) in rows.iter().zip(&pages) {
            for (column, value) in columns.iter().zip(row).skip(1) {
                let right = page.get(column).map(written).unwrap_or_default();
                // Where all items of a list lack an object, the answer does not name its fields.
                let value = match page.get(column) {
                    None => value.trim_matches([';', ' ']),
                    Some(_) => value,
                };
                assert_eq!(value, right, "{name}: {column} of {}", row[0]);
            }
        }
        let lines = text(server.get(&format!("/d/{name}.jsonl")).await).await;
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        for (line, page) in lines.iter().zip(&pages) {
            for column in &columns[1..] {
                let value = line.get(column).unwrap_or(&Value::Null);
                match page.get(column) {
                    Some(right) => assert_eq!(value, right, "{name}: {column}"),
                    None => assert_eq!(
                        written(value).trim_matches([';', ' ']),
                        "",
                        "{name}: {column}"
                    ),
                }
            }
        }
        assert_eq!(lines.len(), rows.len());
        let whole: Value = server
            .get(&format!("/d/{name}.json"))
            .await
            .json()
            .await
            .expect("JSON");
        assert_eq!(whole["rows"], json!(lines), "{name}");
        assert_eq!(whole["about"]["licence"]["spdxId"], "CC-BY-4.0");
        // What the columns are stands beside the file.
        let beside = server.get(&format!("/d/{name}.csv-metadata.json")).await;
        assert_eq!(beside.headers()["content-type"], "application/csvm+json");
        let beside: Value = beside.json().await.expect("JSON");
        assert_eq!(beside["url"], format!("{name}.csv"));
        assert_eq!(
            beside["dc:license"]["@id"],
            whole["about"]["licence"]["url"]
        );
        let described = beside["tableSchema"]["columns"].as_array();
        let described = described.expect("columns").iter();
        let titles = described.map(|column| {
            let text = column["dc:description"].as_str();
            assert!(text.is_some_and(|text| !text.is_empty()), "{column}");
            column["titles"].clone()
        });
        assert_eq!(titles.collect::<Vec<_>>(), columns, "{name}");
    }
}

/// The rows of a named data set's document, asked for page by page.
async fn pages(server: &TestServer, name: &str) -> Vec<Map<String, Value>> {
    let path = format!(
        "{}/src/files/datasets/{name}.graphql",
        env!("CARGO_MANIFEST_DIR")
    );
    let document = std::fs::read_to_string(path).expect("a document");
    let begin = document.find(") {\n").expect("variables") + 4;
    let (head, rest) = document.split_at(begin);
    let head = head.replacen('(', "($after: String, ", 1);
    let rest = rest.replacen('(', "(first: 100, after: $after, ", 1);
    let root = rest.trim().split('(').next().expect("a field").to_owned();
    let rest = rest.replacen("{\n", "{\n pageInfo { hasNextPage endCursor }\n", 1);
    let (query, mut rows, mut after) = (head + &rest, Vec::new(), Value::Null);
    loop {
        let data = server.data(&query, json!({ "after": after })).await;
        let list = &data[&root];
        for node in list["nodes"].as_array().expect("nodes") {
            let mut row = Map::new();
            flatten(node, &root, &mut row);
            rows.push(row);
        }
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            return rows;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}
