//! Dumps where something is in the way.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::sleep;

use super::{DUMPS, bytes, following, header, import};
use crate::support::{
    Backend, Program, TestDatabase, TestServer, both_databases, client, cluster, fails,
};

both_databases! {
    a_full_disk_is_told_and_nothing_is_left,
    a_program_that_is_killed_leaves_nothing_that_is_served,
    what_needs_no_history_is_made_without_the_database,
    the_version_that_is_served_is_written,
}

/// The program with a folder for what it makes, and the address of that.
fn serving(database: &TestDatabase, temporary: &Path, before: &str) -> (Program, String) {
    let command = format!("{before}; exec \"$0\" \"$@\"");
    let url = database.url();
    let folder = temporary.display().to_string();
    let mut program = Program::start_in_shell(
        &command,
        &[
            "--listen",
            "127.0.0.1:0",
            "--database",
            &url,
            "--temporary-folder",
            &folder,
            "--rate-limit",
            "0",
            "--log",
            "error,iscm=info,iscm::http=warn",
        ],
    );
    let endpoint = program.endpoint();
    (program, endpoint.trim_end_matches("/graphql").to_owned())
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).expect("a folder").next().is_none()
}

/// A disk of one MiB, which goes away. Only root may make one; others have files that may not grow.
struct SmallDisk(TempDir, bool);

impl SmallDisk {
    fn new() -> Self {
        let folder = TempDir::with_prefix_in("iscm-disk-", "/tmp").expect("a folder");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=1m", "none"])
            .arg(folder.path());
        let is_mounted = mount.output().is_ok_and(|output| output.status.success());
        Self(folder, is_mounted)
    }

    /// What the shell is told before the program starts.
    fn before(&self) -> &'static str {
        if self.1 {
            ":"
        } else {
            "trap '' XFSZ; ulimit -f 1024"
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.1 {
            let _ = Command::new("umount")
                .arg("--lazy")
                .arg(self.0.path())
                .output();
        }
    }
}

async fn a_full_disk_is_told_and_nothing_is_left(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let disk = SmallDisk::new();
    let (program, url) = serving(&database, disk.0.path(), disk.before());
    let client = client();
    for _ in 0..2 {
        let answer = client.get(format!("{url}{}", DUMPS[0])).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(header(&answer, "cache-control"), "no-store");
        let answer: Value = answer.json().await.expect("JSON");
        let message = answer["errors"][0]["message"].as_str().expect("a message");
        assert!(message.contains("has no room"), "{message}");
        assert!(is_empty(disk.0.path()));
    }
    // So is a workbook told, which is made in the same folder.
    let query = "{ memberships { nodes { iscm { summary again: summary } role } } }";
    let workbook = client
        .get(format!("{url}/graphql"))
        .query(&[("format", "xlsx"), ("query", query)]);
    let workbook = workbook.send().await.expect("an answer");
    assert_eq!(workbook.status(), StatusCode::INSUFFICIENT_STORAGE);
    let answer: Value = workbook.json().await.expect("JSON");
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "INSUFFICIENT_STORAGE");
    assert!(error["extensions"]["requestId"].is_string(), "{answer}");
    assert!(is_empty(disk.0.path()));
    // What has room is made.
    let answer = client.get(format!("{url}{}", DUMPS[2])).send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
    assert!(is_empty(disk.0.path()));
    if disk.1 {
        let mut grow = Command::new("mount");
        grow.args(["-o", "remount,size=200m"]).arg(disk.0.path());
        assert!(grow.status().expect("mount runs").success());
        let began = Instant::now();
        loop {
            let answer = client.get(format!("{url}{}", DUMPS[0])).send().await;
            if answer.expect("an answer").status() == 200 {
                break;
            }
            assert!(began.elapsed() < Duration::from_mins(1));
            sleep(Duration::from_millis(500)).await;
        }
    }
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
}

async fn a_program_that_is_killed_leaves_nothing_that_is_served(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let temporary = TempDir::new().expect("a folder");
    let (program, url) = serving(&database, temporary.path(), ":");
    let asking = tokio::spawn(client().get(format!("{url}{}", DUMPS[0])).send());
    let began = Instant::now();
    // It is being written.
    let left = loop {
        let mut entries = fs::read_dir(temporary.path()).expect("a folder");
        if let Some(entry) = entries.next() {
            break entry.expect("an entry").path();
        }
        assert!(began.elapsed() < Duration::from_secs(30));
        sleep(Duration::from_millis(1)).await;
    };
    // Others may not look into it.
    let mode = fs::symlink_metadata(&left).expect("a folder").mode();
    assert_eq!(mode & 0o7777, 0o700);
    program.signal("KILL");
    assert_eq!(program.wait(), None);
    assert!(asking.await.expect("no panic").is_err());
    let (program, url) = serving(&database, temporary.path(), ":");
    let again = client().get(format!("{url}{}", DUMPS[0])).send().await;
    let again = again.expect("an answer").bytes().await.expect("bytes");
    let undisturbed = TestServer::with(&database.config()).await;
    assert!(again == bytes(&undisturbed, DUMPS[0]).await);
    // Who is told to stop takes away what was begun.
    drop(undisturbed);
    let asking = tokio::spawn(client().get(format!("{url}{}", DUMPS[1])).send());
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
    drop(asking.await);
    let rest: Vec<_> = fs::read_dir(temporary.path()).expect("a folder").collect();
    assert!(
        rest.len() <= 1 && (rest.is_empty() || left.exists()),
        "{rest:?}"
    );
}

async fn what_needs_no_history_is_made_without_the_database(backend: Backend) {
    let server = TestServer::start(backend).await;
    server.database().break_down();
    let answer = server.get(DUMPS[0]).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!header(&answer, "retry-after").is_empty());
    let answer = answer.text().await.expect("text");
    assert!(
        answer.contains("the history cannot be read now"),
        "{answer}"
    );
    assert!(answer.contains("requestId"), "{answer}");
    for told in ["SELECT", "sqlite", "postgres", "changeset"] {
        assert!(!answer.contains(told), "{answer}");
    }
    for path in &DUMPS[1..] {
        bytes(&server, path).await;
    }
}

async fn the_version_that_is_served_is_written(backend: Backend) {
    // The database is ahead of what is served.
    let database = TestDatabase::filled(backend).await;
    let server = TestServer::with(&database.config()).await;
    import(&database, 1997, "Not served yet").await;
    let dump = bytes(&server, DUMPS[0]).await;
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("home.sqlite");
    fs::write(&file, dump).expect("written");
    let sql = "SELECT version FROM dataset UNION ALL SELECT max(version) FROM changeset
        UNION ALL SELECT max(version) FROM change UNION ALL SELECT established FROM iscm WHERE id = 'rcm'";
    let output = Command::new("sqlite3").arg(&file).arg(sql).output();
    let output = output.expect("sqlite3 runs").stdout;
    let output = String::from_utf8_lossy(&output);
    // PostgreSQL tells of the version at once: it may be served by then.
    let is_new = backend == Backend::Postgres && output == "2\n2\n2\n1997\n";
    assert!(is_new || output == "1\n1\n1\n1996\n", "{output}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_takes_long_to_make_is_asked_for_again() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let mut config = database.config();
    config.edge.request_timeout = 1;
    let server = TestServer::with(&config).await;
    // Another program keeps the log to itself for a while.
    let name = database.name().to_owned();
    let sql = "DO $$ BEGIN LOCK TABLE changeset; PERFORM pg_sleep(4); END $$";
    let locking = tokio::task::spawn_blocking(move || cluster.execute_in(&name, sql));
    sleep(Duration::from_millis(500)).await;
    let late = server.get(DUMPS[0]).await;
    assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&late, "retry-after"), "2");
    let late = late.text().await.expect("text");
    assert!(late.contains("still being made"), "{late}");
    locking.await.expect("no panic");
    let began = Instant::now();
    while server.get(DUMPS[0]).await.status() != 200 {
        assert!(began.elapsed() < Duration::from_mins(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_cannot_be_used_is_told() {
    fails(
        &["schema", "--temporary-folder", "/nowhere/at/all"],
        &[
            "--temporary-folder takes a folder that is there",
            "/nowhere/at/all",
        ],
    );
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let temporary = TempDir::new().expect("a folder");
    let server = TestServer::with(&following(&database, &temporary)).await;
    // It went away meanwhile.
    let path = temporary.path().display().to_string();
    drop(temporary);
    let answer = server.get(DUMPS[1]).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let answer = answer.text().await.expect("text");
    assert!(
        answer.contains("requestId") && !answer.contains(&path),
        "{answer}"
    );
}
