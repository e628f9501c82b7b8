//! Permanent links: answers by the hash of a document, the same for good.

mod folder;
mod for_good;
mod hostile;

use iscm::config::Config;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::support::{Backend, TestDatabase, TestServer};

/// A query whose answer changes with what `TestServer::publish` changes, and with the day.
pub(super) const QUERY: &str = "query Rcm($acronym: String!) {
  iscm(acronym: $acronym) { name established members(certainty: CERTAIN) { totalCount } currentChairs { from } }
  dataset { version }
}";

pub(crate) fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// A database, and a folder for links that lives as long.
pub(super) struct Place {
    pub(super) database: TestDatabase,
    pub(super) folder: TempDir,
}

impl Place {
    pub(super) async fn new(backend: Backend) -> Self {
        Self {
            database: TestDatabase::filled(backend).await,
            folder: TempDir::with_prefix("iscm-links-").expect("a folder"),
        }
    }

    pub(super) fn config(&self) -> Config {
        let mut config = self.database.config();
        config.edge.links = Some(self.folder.path().to_owned());
        config.refresh = std::time::Duration::from_millis(50);
        config
    }

    pub(super) async fn server(&self) -> TestServer {
        TestServer::with(&self.config()).await
    }

    /// The names of the files in the folder, hidden ones too.
    pub(super) fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).expect("a folder");
        let names = files.map(|file| file.expect("a file").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// Asks for a link.
pub(super) async fn post(server: &TestServer, body: &Value) -> Response {
    let request = server.request(Method::POST, "/q");
    let request = request.header("content-type", "application/json");
    let response = request.body(body.to_string()).send().await;
    response.expect("an answer")
}

/// The address of a link that is made.
pub(super) async fn link(server: &TestServer, body: &Value) -> String {
    let response = post(server, body).await;
    let status = response.status();
    let location = response.headers().get("location").cloned();
    let told: Value = response.json().await.expect("JSON");
    assert_eq!(status, StatusCode::CREATED, "{told}");
    let location = location.expect("an address");
    let location = location.to_str().expect("text").to_owned();
    assert_eq!(told, json!({ "url": location }));
    location
}

/// The link to [`QUERY`].
pub(super) async fn rcm(server: &TestServer) -> String {
    link(
        server,
        &json!({ "query": QUERY, "variables": { "acronym": "RCM" } }),
    )
    .await
}

pub(super) fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().expect("text")
}
