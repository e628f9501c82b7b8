//! Only what changed: whole files with all changes since are the whole files of now.

use std::collections::BTreeMap;

use iscm::dataset::Files;
use reqwest::{Response, StatusCode};

use super::{NAMES, csv, text};
use crate::support::{Backend, DataFolder, TestServer, both_databases};

both_databases! {
    a_pull_that_goes_on_ends_at_the_whole_file,
    what_is_no_version_is_refused,
    a_version_stays_what_it_is,
}

/// What a partner has of a data set: rows by key, and what to ask from next.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kept {
    rows: BTreeMap<String, Vec<String>>,
    since: String,
}

fn next(response: &Response) -> String {
    let next = response.headers()["iscm-next-since"].to_str();
    next.expect("text").to_owned()
}

async fn whole(server: &TestServer, name: &str) -> Kept {
    let response = server.get(&format!("/d/{name}.csv")).await;
    let since = next(&response);
    let (_, rows) = csv(&text(response).await);
    let rows = rows.into_iter().map(|row| (row[0].clone(), row));
    Kept {
        rows: rows.collect(),
        since,
    }
}

/// Goes on with what changed; how many rows that were.
async fn go_on(server: &TestServer, name: &str, kept: &mut Kept) -> usize {
    let response = server
        .get(&format!("/d/{name}.csv?since={}", kept.since))
        .await;
    let since = next(&response);
    let (columns, mut rows) = csv(&text(response).await);
    assert_eq!(columns[..2], ["_op", "_key"]);
    let last = rows.pop().expect("a last line");
    assert_eq!((&*last[0], &last[1]), ("next", &since));
    let count = rows.len();
    for mut row in rows {
        let operation = row.remove(0);
        match &*operation {
            "upsert" => drop(kept.rows.insert(row[0].clone(), row)),
            "delete" => {
                assert!(kept.rows.remove(&row[0]).is_some(), "{name}: {row:?}");
                assert!(row[1..].iter().all(String::is_empty));
            }
            other => panic!("{other}"),
        }
    }
    kept.since = since;
    count
}

/// Publishes changed files.
async fn publish(server: &TestServer, folder: &DataFolder) {
    let version = server.graph().snapshot().version().number;
    let files = Files::read(folder.path()).expect("the files");
    let db = server.database().open().await;
    let outcome = iscm::import(&db, &files, "A change").await;
    outcome.expect("imported");
    while server.graph().snapshot().version().number == version {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn a_pull_that_goes_on_ends_at_the_whole_file(backend: Backend) {
    let server = TestServer::following(backend).await;
    let folder = DataFolder::copy();
    let mut begun: Vec<Vec<Kept>> = Vec::new();
    let rcm = "iscm/rcm.toml";
    let added = "[[uptakes]]\nkey = \"mx-measure\"\ncountry = \"MX\"\nsummary = \"A measure\"\ncite = [\"summary-2019#5\"]";
    for step in 0..5 {
        match step {
            1 => folder.replace(rcm, "established = 1996", "established = 1995"),
            2 => folder.append(rcm, added),
            3 => folder.replace(rcm, "\"A measure\"", "\"Another measure\""),
            4 => folder.replace(rcm, &added.replace("A measure", "Another measure"), ""),
            _ => {}
        }
        if step > 0 {
            publish(&server, &folder).await;
        }
        let mut all = Vec::new();
        for name in NAMES {
            all.push(whole(&server, name).await);
        }
        begun.push(all);
    }
    let present = begun.last().expect("some").clone();
    let mut changed = 0;
    for from in &begun {
        for ((name, kept), right) in NAMES.iter().zip(from).zip(&present) {
            let mut kept = kept.clone();
            changed += go_on(&server, name, &mut kept).await;
            assert_eq!(kept, *right, "{name} from {}", kept.since);
            assert_eq!(go_on(&server, name, &mut kept).await, 0);
        }
    }
    assert_eq!(changed, 3, "one ISCM, and a measure that went twice");
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
        ("memberships.xlsx?since=1", "`csv` and `jsonl`"),
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
    let empty = text(server.get("/d/sources.jsonl?since=1").await).await;
    assert_eq!(empty, "{\"_op\":\"next\",\"_key\":\"1\"}\n");
}

async fn a_version_stays_what_it_is(backend: Backend) {
    let server = TestServer::following(backend).await;
    let path = "/d/iscms.csv?version=1";
    let before = server.get(path).await;
    let caching = before.headers()["cache-control"].to_str().expect("text");
    assert!(caching.contains("immutable"), "{caching}");
    let tag = before.headers()["etag"].clone();
    let before = text(before).await;
    let folder = DataFolder::copy();
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1995");
    publish(&server, &folder).await;
    let after = server.get(path).await;
    assert_eq!(after.headers()["etag"], tag);
    assert_eq!(text(after).await, before);
    assert_ne!(text(server.get("/d/iscms.csv").await).await, before);
}
