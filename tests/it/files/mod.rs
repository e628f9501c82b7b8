//! Files of questions: rows and columns by the rule of docs/files.md, over real sockets.

pub(crate) mod delta;
pub(crate) mod kept;
mod load;
mod named;
mod own;
mod refusals;
mod rule;
mod transfer;

use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::support::TestServer;

/// The data sets that come with the program.
pub(crate) const NAMES: [&str; 12] = [
    "chairs",
    "commitments",
    "countries",
    "events",
    "funding",
    "instruments",
    "iscms",
    "memberships",
    "partnerships",
    "sources",
    "structures",
    "uptakes",
];

/// The columns and the rows of a CSV file.
pub(crate) fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader
        .headers()
        .expect("columns")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (columns, rows.collect())
}

pub(super) async fn text(response: Response) -> String {
    let status = response.status();
    let text = response.text().await.expect("text");
    assert_eq!(status, StatusCode::OK, "{text}");
    text
}

/// The file of a query, as CSV.
pub(super) async fn file(server: &TestServer, query: &str, params: &str) -> Response {
    let body = json!({ "query": query }).to_string();
    let request = server.request(Method::POST, &format!("/graphql?format=csv{params}"));
    let request = request
        .header("content-type", "application/json")
        .body(body);
    request.send().await.expect("an answer")
}
