//! Only what changed: whole files with all changes since are the whole files of now.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use entity::tables::Tables;
use iscm::config::PublicUrl;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tempfile::TempDir;

use super::kept::Kept;
use super::{NAMES, text};
use crate::as_of::served;
use crate::support::{
    Backend, TestServer, Versions, both_databases, connect, python, run_tool, tables_with,
};

both_databases! {
    a_pull_that_goes_on_ends_at_the_whole_file,
    what_is_no_version_is_refused,
    a_version_stays_what_it_is,
    every_format_tells_the_changes,
}

/// Publishes rows, and waits until they are served.
pub(crate) async fn publish(server: &TestServer, tables: &Tables) {
    let db = connect(server.database()).await;
    let outcome = iscm::apply(&db, iscm::change(tables, "A change")).await;
    let version = outcome.expect("written").version;
    db.close().await.expect("closed");
    served(server, version).await;
}

async fn a_pull_that_goes_on_ends_at_the_whole_file(backend: Backend) {
    const VERSIONS: usize = 6;
    let server = TestServer::following(backend).await;
    let mut versions = Versions::new(backend as u64 + 21);
    let mut begun: Vec<Vec<Kept>> = Vec::new();
    for number in 1..=VERSIONS {
        if number > 1 {
            publish(&server, &versions.scatter()).await;
        }
        let mut all = Vec::new();
        for name in NAMES {
            all.push(Kept::whole(&server, name).await);
        }
        begun.push(all);
    }
    let present = begun.last().expect("some").clone();
    let mut changed = BTreeMap::<_, usize>::new();
    for from in &begun {
        for ((name, kept), right) in NAMES.iter().zip(from).zip(&present) {
            let mut kept = kept.clone();
            let differing = kept.differing(right);
            let count = kept.go_on(&server, name).await;
            assert_eq!(count, differing, "{name} from {}", kept.since);
            assert_eq!(kept, *right, "{name} from {}", kept.since);
            assert_eq!(kept.go_on(&server, name).await, 0);
            *changed.entry(name).or_default() += count;
        }
    }
    let names = changed.values().filter(|count| **count > 0);
    assert!(names.count() >= 4, "{changed:?}");
}

async fn what_is_no_version_is_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, part) in [
        ("memberships.csv?since=99", "the newest is 1"),
        ("memberships.csv?since=0", "1 to 1"),
        ("memberships.csv?since=-1", "1 to 1"),
        ("memberships.csv?since=soon", "the number of a version"),
        ("memberships.csv?since=1@soon", "the number of a version"),
        ("memberships.csv?since=2999-01-01", "still to come"),
        (
            "memberships.csv?since=1999-01-01",
            "before the first version",
        ),
        ("memberships.xlsx?since=99", "the newest is 1"),
        ("memberships.csv?version=99", "1 to 1"),
        ("memberships.csv?version=one", "the number of a version"),
    ] {
        let response = server.get(&format!("/d/{path}")).await;
        let status = response.status();
        let text = response.text().await.expect("text");
        assert!(
            status == StatusCode::BAD_REQUEST && text.contains(part),
            "{path}: {status} {text}"
        );
    }
    let whole = Kept::whole(&server, "sources").await;
    let empty = text(server.get("/d/sources.jsonl?since=1").await).await;
    let next = &whole.since;
    assert_eq!(empty, format!("{{\"_op\":\"next\",\"_key\":\"{next}\"}}\n"));
    // What was told of other rows, or by another release, is not gone on from.
    let mark = next.strip_prefix("1~").expect("version 1");
    assert_eq!(mark.len(), 8, "{next}");
    for path in [
        format!("memberships.csv?since={next}"),
        format!("sources.csv?from=2000&since={next}"),
        "sources.csv?since=1~00000000".to_owned(),
        "sources.jsonl?since=1~".to_owned(),
    ] {
        let refused = server.get(&format!("/d/{path}")).await;
        assert_eq!(refused.status(), StatusCode::GONE, "{path}");
        let told = refused.text().await.expect("text");
        assert!(
            told.contains("VERSION_GONE") && told.contains("whole file"),
            "{told}"
        );
    }
    for path in ["sources.csv?since=", "sources.jsonl?bom=0&since="] {
        text(server.get(&format!("/d/{path}{next}")).await).await;
    }
}

async fn every_format_tells_the_changes(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        let url = PublicUrl::read("https://iscm.example.org/data/");
        config.edge.public_url = Some(url.expect("an address"));
    })
    .await;
    let mut versions = Versions::new(backend as u64 + 5);
    let mut asked = Vec::new();
    for name in NAMES {
        let whole = server.get(&format!("/d/{name}.json")).await;
        let next = whole.headers()["iscm-next-since"].clone();
        let next = next.to_str().expect("text").to_owned();
        let whole: Value = whole.json().await.expect("JSON");
        assert_eq!(whole["about"]["nextSince"], *next, "{name}");
        let url = format!("https://iscm.example.org/data/d/{name}.json?version=1");
        assert_eq!(whole["about"]["url"], url);
        asked.push((name, next));
    }
    // One that is asked for by `Accept` is named in its address; the metadata of Parquet are not compressed.
    let request = server.request(Method::GET, "/graphql?query=%7Bdataset%7Bversion%7D%7D");
    let request = request.header("accept", "application/vnd.apache.parquet");
    let parquet = request.send().await.expect("an answer");
    let parquet = parquet.bytes().await.expect("bytes");
    let url = b"/data/graphql?query=%7Bdataset%7Bversion%7D%7D&format=parquet&version=1";
    assert!(parquet.windows(url.len()).any(|part| part == url));
    publish(&server, &versions.scatter()).await;
    let folder = TempDir::new().expect("a folder");
    for (name, since) in &asked {
        for extension in ["json", "xlsx", "parquet"] {
            let file = format!("{name}.{extension}");
            let response = server.get(&format!("/d/{file}?since={since}")).await;
            assert_eq!(response.status(), StatusCode::OK, "{file}");
            // How many rows changed is known when they are written.
            assert!(!response.headers().contains_key("iscm-rows"), "{file}");
            let bytes = response.bytes().await.expect("bytes");
            fs::write(folder.path().join(file), bytes).expect("written");
        }
        let path = format!("/d/{name}.csv-metadata.json?since={since}");
        let metadata = server.get(&path);
        let metadata: Value = metadata.await.json().await.expect("JSON");
        let columns = &metadata["tableSchema"]["columns"];
        assert_eq!(columns[0]["titles"], "_op", "{metadata}");
        let source = format!("https://iscm.example.org/data/d/{name}.csv?since={since}&version=2");
        assert_eq!(metadata["dc:source"]["@id"], source);
    }
    let Some(python) = python() else { return };
    let check = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/files/changes.py");
    let out = run_tool(
        Command::new(python)
            .arg(check)
            .arg(folder.path())
            .args(NAMES),
    );
    let changed = out.trim().strip_prefix("changes: ").expect("changes");
    let changed: BTreeMap<String, usize> = serde_json::from_str(changed).expect("JSON");
    assert_eq!(changed.len(), NAMES.len());
    assert!(changed.values().sum::<usize>() > 0, "{changed:?}");
}

async fn a_version_stays_what_it_is(backend: Backend) {
    let server = TestServer::following(backend).await;
    let path = "/d/iscms.csv?version=1";
    let before = server.get(path).await;
    let caching = before.headers()["cache-control"].to_str().expect("text");
    assert!(caching.contains("immutable"), "{caching}");
    let tag = before.headers()["etag"].clone();
    let before = text(before).await;
    publish(&server, &tables_with(1995)).await;
    let after = server.get(path).await;
    assert_eq!(after.headers()["etag"], tag);
    assert_eq!(text(after).await, before);
    assert_ne!(text(server.get("/d/iscms.csv").await).await, before);
}
