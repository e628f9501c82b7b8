//! What is taken home: dumps of a version, and the feed of versions.

mod contents;
mod export;
mod feed;
mod hostile;
mod sent;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::time::Duration;

use iscm::config::Config;
use reqwest::Response;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Backend, TestDatabase, TestServer, connect, tables_with};

/// The addresses of the dumps.
const DUMPS: [&str; 3] = ["/dump.sqlite", "/dump.toml.tar.zst", "/dump.jsonl.zst"];

/// A database with two versions: one was imported after the data set.
async fn two_versions(backend: Backend) -> TestDatabase {
    let database = TestDatabase::filled(backend).await;
    import(&database, 1997, "Another year").await;
    database
}

/// Imports the data with another year in which the RCM was established.
async fn import(database: &TestDatabase, year: i32, message: &str) {
    let tables = tables_with(year);
    let db = connect(database).await;
    let imported = iscm::apply(&db, iscm::change(&tables, message)).await;
    imported.expect("imported");
    db.close().await.expect("closed");
}

/// A configuration that follows the database, with a folder of its own for what is made.
fn following(database: &TestDatabase, temporary: &TempDir) -> Config {
    let mut config = database.config();
    config.refresh = Duration::from_millis(50);
    config.temporary_folder = temporary.path().to_owned();
    config
}

/// Waits until a version is served.
async fn serves(server: &TestServer, version: i64) {
    let mut versions = server.graph().versions();
    let is_it = versions.wait_for(|served| served.number == version);
    let waited = tokio::time::timeout(Duration::from_mins(1), is_it).await;
    waited.expect("in time").expect("a version");
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().expect("text"))
}

/// The bytes of an answer with status 200.
async fn bytes(server: &TestServer, path: &str) -> Vec<u8> {
    let answer = server.get(path).await;
    assert_eq!(answer.status(), 200, "{path}: {:?}", answer.headers());
    answer.bytes().await.expect("bytes").to_vec()
}

/// The lines of a dump of JSON.
fn lines(dump: &[u8]) -> Vec<Value> {
    let text = zstd::decode_all(Cursor::new(dump)).expect("zstd");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.ends_with('\n'));
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// A file of a tar: its path, its text, its owner and its time.
type TarFile = (String, String, (u64, u64), u64);

fn tar_files(dump: &[u8]) -> Vec<TarFile> {
    let tar = zstd::decode_all(Cursor::new(dump)).expect("zstd");
    let mut tar = tar::Archive::new(Cursor::new(tar));
    let entries = tar.entries().expect("entries");
    let files = entries.map(|entry| {
        let mut entry = entry.expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("a text");
        let path = entry.path().expect("a path").display().to_string();
        let header = entry.header();
        let owner = (
            header.uid().expect("a number"),
            header.gid().expect("a number"),
        );
        let time = header.mtime().expect("a time");
        (path, text, owner, time)
    });
    files.collect()
}

/// How often each value comes.
fn tally<'v>(values: impl Iterator<Item = &'v str>) -> BTreeMap<String, u64> {
    let mut tally = BTreeMap::new();
    for value in values {
        *tally.entry(value.to_owned()).or_default() += 1;
    }
    tally
}
