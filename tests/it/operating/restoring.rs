//! Backups, while servers write, and what is made of them: with the commands that docs/deploying.md shows.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use iscm::App;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tempfile::TempDir;

use super::standby::{NAME, filled};
use super::{Client, Server};
use crate::office::{Office, key};
use crate::support::{
    Backend, TestServer, cluster, config, connect, is_there, nobody, run, run_tool,
};

/// The words of a command that the document shows, by how it begins; `/backup` is a folder.
fn shown(begin: &str, backup: &Path) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deploying.md");
    let page = fs::read_to_string(page).expect("a document");
    let mut lines = page.lines().filter(|line| line.starts_with(begin));
    let line = lines.next().unwrap_or_else(|| panic!("{begin} is shown"));
    line.replace("/backup", &backup.display().to_string())
}

/// A setting of PostgreSQL's that the document shows, without the quotes.
fn setting(name: &str, backup: &Path) -> String {
    let line = shown(&format!("{name} = "), backup);
    let (name, value) = line.split_once(" = ").expect("a setting");
    format!("{name}={}", value.trim_matches('\''))
}

/// A folder that PostgreSQL may write to.
fn folder() -> TempDir {
    let folder = TempDir::with_prefix_in("iscm-backup-", "/tmp").expect("a folder");
    fs::create_dir(folder.path().join("wal")).expect("a folder");
    if folder.path().metadata().expect("it is there").uid() == 0 {
        let (uid, gid) = nobody();
        for path in [folder.path(), &folder.path().join("wal")] {
            chown(path, Some(uid), Some(gid)).expect("root can give it away");
        }
    }
    folder
}

/// Waits until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_recovered_to_a_moment_and_followed() {
    let backup = folder();
    let path = backup.path();
    let archiving = ["archive_mode", "archive_command"].map(|name| setting(name, path));
    let Some(primary) = filled(&archiving.each_ref().map(String::as_str)).await else {
        return;
    };
    // The server's address stays, whatever stands behind it.
    let place = TempDir::with_prefix_in("iscm-place-", "/tmp").expect("a folder");
    let socket = place.path().join("pg");
    let put = |cluster: &crate::support::Cluster| {
        let _ = fs::remove_file(&socket);
        symlink(cluster.socket(), &socket).expect("a link");
    };
    put(&primary);
    let url = format!(
        "postgres://iscm@localhost:5432/{NAME}?host={}&sslmode=disable",
        socket.display()
    );
    let mut config = config(url);
    config.refresh = Duration::from_millis(50);
    let key = key(&config.database, "both", &["CURATOR", "ADMIN"]).await;
    let server = TestServer::with(&config).await;
    let here = Server::of(&server);

    // A backup while it is written to, two versions, and one that should not have been.
    let client = Client::start(&here, &key, "during");
    let command = shown("pg_basebackup ", path);
    let words: Vec<_> = command.split_whitespace().collect();
    primary.run(words[0], &words[1..]);
    client.goes_on().await;
    let during = i64::from(client.end().await);
    let right = here.publishes(&key, "https://example.org/right").await;
    assert_eq!(right, during + 2);
    let moment = primary.ask_in(NAME, "SELECT clock_timestamp()");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let wrong = here.publishes(&key, "https://example.org/wrong").await;
    let last = primary.ask_in(NAME, "SELECT pg_walfile_name(pg_current_wal_insert_lsn())");
    primary.ask_in(NAME, "SELECT pg_switch_wal()");
    let archived = format!("SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver");
    until("it is archived", || primary.ask_in(NAME, &archived) == "t");
    drop(primary);
    here.is(wrong, false).await;

    // Recovered to the moment before, in its place.
    let base = path.join("base");
    let make = format!(
        r#"cp -a "{}" "$dir/data" && touch "$dir/data/recovery.signal""#,
        base.display()
    );
    let target = format!("recovery_target_time={moment}");
    let (restore, action) = (
        setting("restore_command", path),
        setting("recovery_target_action", path),
    );
    let shared = cluster().expect("PostgreSQL");
    let recovered = shared.made_by(&make, &[&restore, &target, &action]);
    until("it takes writes", || {
        recovered.ask_in(NAME, "SELECT pg_is_in_recovery()") == "f"
    });
    put(&recovered);
    here.is(right, true).await;
    let query =
        "{ iscm(acronym: \"RCM\") { website } dataset { versions(first: 1) { totalCount } } }";
    let data = server.data(query, json!({})).await;
    let log = json!({ "versions": { "totalCount": right } });
    assert_eq!(
        data,
        json!({ "iscm": { "website": "https://example.org/right" }, "dataset": log })
    );
    // Keys are those of then, and it goes on from there.
    assert_eq!(
        here.publishes(&key, "https://example.org/again").await,
        wrong
    );
    here.is(wrong, true).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_a_file_that_is_written_to_are_whole() {
    let office = Office(TestServer::following(Backend::Sqlite).await);
    let (database, here) = (office.0.database(), Server::of(&office.0));
    let key = office.key("both", &["CURATOR", "ADMIN"]).await;
    let copies = folder();
    let client = Client::start(&here, &key, "during");
    let mut files = Vec::new();
    for number in 0..3 {
        client.goes_on().await;
        let file = copies.path().join(format!("vacuum-{number}.sqlite"));
        let db = connect(database).await;
        let vacuum = format!("VACUUM INTO '{}'", file.display());
        db.execute_unprepared(&vacuum).await.expect("a copy");
        db.close().await.expect("closed");
        files.push(file);
    }
    if is_there("sqlite3", &["--version"], "ISCM_TEST_REQUIRE_SQLITE") {
        client.goes_on().await;
        let file = copies.path().join("shell.sqlite");
        let mut shell = Command::new("sqlite3");
        shell.args(["-cmd", ".timeout 20000"]).arg(database.file());
        run_tool(shell.arg(format!(".backup '{}'", file.display())));
        files.push(file);
    }
    let newest = i64::from(client.end().await) + 1;
    let mut before = 1;
    for file in &files {
        let url = format!("sqlite://{}", file.display());
        let status = run(&["status", "--json", "--database", &url]);
        let status: serde_json::Value = serde_json::from_str(&status.out).expect("JSON");
        let version = status["dataset"]["version"].as_i64().expect("a number");
        assert!(
            before < version && version <= newest,
            "{version} of {newest}"
        );
        before = version;
        let mut config = database.config();
        config.database.url = iscm::db::DatabaseUrl::parse(&url).expect("an address");
        // The log is whole, and the key is there.
        let server = TestServer::of(App::build(&config).await.expect("it serves")).await;
        let data = server
            .data(
                "{ dataset { version versions(first: 1) { totalCount } } }",
                json!({}),
            )
            .await;
        assert_eq!(
            data["dataset"],
            json!({ "version": version, "versions": { "totalCount": version } })
        );
        Server::of(&server).reads_what_is_private(&key).await;
        server.stop().await;
    }
    // The last one in the place of the file.
    let [.., copy] = &*files else {
        panic!("copies")
    };
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", database.file().display()));
    }
    fs::rename(copy, database.file()).expect("moved");
    here.is(before, true).await;
    assert_eq!(
        here.publishes(&key, "https://example.org/again").await,
        before + 1
    );
}
