//! What a partner has of a data set, who takes what changed.

use std::collections::BTreeMap;

use reqwest::Response;
use serde_json::Value;

use super::{csv, text};
use crate::support::TestServer;

/// Rows by key, with what they are called and what to ask from next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: BTreeMap<String, Vec<String>>,
    pub(crate) since: String,
}

fn next(response: &Response) -> String {
    let next = response.headers()["iscm-next-since"].to_str();
    next.expect("text").to_owned()
}

impl Kept {
    /// The rows of a CSV file.
    pub(crate) fn of_file(file: &str, since: String) -> Self {
        let (columns, rows) = csv(file);
        let rows = rows.into_iter().map(|row| (row[0].clone(), row));
        Self {
            columns,
            rows: rows.collect(),
            since,
        }
    }

    /// The whole file.
    pub(crate) async fn whole(server: &TestServer, name: &str) -> Self {
        let response = server.get(&format!("/d/{name}.csv")).await;
        let since = next(&response);
        Self::of_file(&text(response).await, since)
    }

    /// Goes on with what changed; how many rows that were.
    pub(crate) async fn go_on(&mut self, server: &TestServer, name: &str) -> usize {
        let ask = |extension: &str| format!("/d/{name}.{extension}?since={}", self.since);
        let response = server.get(&ask("csv")).await;
        let since = next(&response);
        let (columns, mut rows) = csv(&text(response).await);
        assert_eq!(columns[0], "_op");
        assert_eq!(columns[1..], self.columns);
        // JSON Lines tell the same of the same rows.
        let lines = text(server.get(&ask("jsonl")).await).await;
        let of_line = |line: &str| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            ["_op", "_key"].map(|name| line[name].as_str().expect("text").to_owned())
        };
        let told: Vec<_> = lines.lines().map(of_line).collect();
        let of_rows: Vec<_> = rows
            .iter()
            .map(|row| [row[0].clone(), row[1].clone()])
            .collect();
        assert_eq!(told, of_rows, "{name}");
        // So does JSON, which tells what to ask from next before the rows.
        let whole = text(server.get(&ask("json")).await).await;
        let whole: Value = serde_json::from_str(&whole).expect("JSON");
        let of_json: Vec<_> = whole["rows"].as_array().expect("rows").iter().collect();
        let lines = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let lines: Vec<Value> = lines.collect();
        assert_eq!(of_json, lines[..lines.len() - 1].iter().collect::<Vec<_>>());
        assert_eq!(whole["about"]["nextSince"], *since);
        let last = rows.pop().expect("a last line");
        assert_eq!((&*last[0], &last[1]), ("next", &since));
        let count = rows.len();
        self.apply(rows);
        self.since = since;
        count
    }

    /// Applies rows of changes.
    pub(crate) fn apply(&mut self, rows: Vec<Vec<String>>) {
        for mut row in rows {
            let operation = row.remove(0);
            match &*operation {
                "upsert" => drop(self.rows.insert(row[0].clone(), row)),
                "delete" => {
                    assert!(self.rows.remove(&row[0]).is_some(), "{row:?}");
                    assert!(row[1..].iter().all(String::is_empty));
                }
                other => panic!("{other}"),
            }
        }
    }

    /// How many rows differ from others.
    pub(crate) fn differing(&self, other: &Self) -> usize {
        let gone = self
            .rows
            .keys()
            .filter(|key| !other.rows.contains_key(*key));
        let others = other.rows.iter();
        let changed = others.filter(|(key, row)| self.rows.get(*key) != Some(row));
        gone.count() + changed.count()
    }
}
