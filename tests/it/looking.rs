//! What only looks never writes to an SQLite file, whatever stands beside it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sea_orm::ConnectionTrait;
use serde_json::json;
use tempfile::TempDir;

use crate::support::{
    Backend, DataFolder, Finished, Program, TestDatabase, client, data_folder, run, run_as_nobody,
};

/// The file in a folder, as a program left it that was killed: what it wrote last stands in `-wal`, as far as
/// `ends` are kept.
async fn left_behind(ends: &[&str]) -> (TempDir, PathBuf) {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let db = database.open().await;
    db.execute_unprepared("UPDATE iscm SET established = 1990 WHERE id = 'rcm'")
        .await
        .expect("written");
    let folder = TempDir::with_prefix_in("iscm-left-", "/tmp").expect("a folder");
    let file = folder.path().join("x.sqlite");
    for end in [&[""], ends].concat() {
        let from = format!("{}{end}", database.file().display());
        let to = format!("{}{end}", file.display());
        fs::copy(from, to).expect("a copy");
    }
    db.close().await.expect("closed");
    (folder, file)
}

fn beside(file: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", file.display()))
}

/// What is in the file and in what belongs to it.
fn contents(file: &Path) -> [Option<Vec<u8>>; 3] {
    ["", "-wal", "-journal"].map(|end| fs::read(beside(file, end)).ok())
}

/// Runs all that only looks; what was exported.
fn look(file: &Path, out: &Path) -> Vec<Finished> {
    let url = format!("sqlite://{}", file.display());
    let data = data_folder().display().to_string();
    let _ = fs::remove_dir_all(out);
    let out = out.display().to_string();
    let before = contents(file);
    let commands = [
        &["migrate", "status"][..],
        &["import", &data, "--dry-run"],
        &["export", &out],
    ];
    let all = commands.map(|args| {
        let finished = run(&[args, &["--database", &url, "--log", "error"]].concat());
        assert!(contents(file) == before, "{args:?} writes: {finished:?}");
        finished
    });
    all.into()
}

async fn established(endpoint: &str) -> serde_json::Value {
    let query = json!({ "query": r#"{ iscm(acronym: "RCM") { established } }"# });
    let answer = client().post(endpoint).json(&query).send().await;
    let answer: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
    answer["data"]["iscm"]["established"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_program_left_is_read_and_left() {
    for ends in [&["-wal", "-shm"][..], &["-wal"]] {
        let (folder, file) = left_behind(ends).await;
        let out = folder.path().join("export");
        for finished in look(&file, &out) {
            assert_eq!(finished.code, Some(0), "{ends:?}: {finished:?}");
        }
        let rcm = fs::read_to_string(out.join("iscm/rcm.toml")).expect("exported");
        assert!(
            rcm.contains("established = 1990"),
            "what was written last is read"
        );
        let before = contents(&file);
        let url = format!("sqlite://{}", file.display());
        let mut program = Program::start(&[
            "--listen",
            "127.0.0.1:0",
            "--refresh",
            "1",
            "--database",
            &url,
        ]);
        let endpoint = program.endpoint();
        assert_eq!(established(&endpoint).await, json!(1990));
        tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
        program.signal("TERM");
        assert_eq!(program.wait(), Some(0));
        assert!(contents(&file) == before, "serving writes nothing");
        // Who writes takes it in.
        assert_eq!(run(&["migrate", "--database", &url]).code, Some(0));
        assert!(!beside(&file, "-wal").exists());
        for finished in look(&file, &out) {
            assert_eq!(finished.code, Some(0), "{finished:?}");
        }
        let names: Vec<_> = fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(names.len(), 3, "file, lock, export: {names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_moved_beside_what_another_left_is_not_lost() {
    let (folder, file) = left_behind(&["-wal", "-shm"]).await;
    let other = TestDatabase::filled(Backend::Sqlite).await;
    let db = other.open().await;
    // Other pages than those that stand in `-wal`.
    for sql in [
        "UPDATE iscm SET established = 1980, summary = summary || summary || summary",
        "UPDATE structure SET summary = summary || summary || summary",
    ] {
        db.execute_unprepared(sql).await.expect("written");
    }
    iscm::db::close_written(db).await.expect("closed");
    fs::rename(other.file(), &file).expect("moved");
    let restored = fs::read(&file).expect("a file");
    let out = folder.path().join("export");
    // They may fail, they do not write.
    look(&file, &out);
    let url = format!("sqlite://{}", file.display());
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--database",
        &url,
    ]);
    std::thread::sleep(std::time::Duration::from_millis(3500));
    program.signal("TERM");
    program.rest();
    assert!(
        fs::read(&file).expect("a file") == restored,
        "serving writes nothing"
    );
    for end in ["-wal", "-shm"] {
        fs::remove_file(beside(&file, end)).expect("taken away");
    }
    for finished in look(&file, &out) {
        assert_eq!(finished.code, Some(0), "{finished:?}");
    }
    let rcm = fs::read_to_string(out.join("iscm/rcm.toml")).expect("exported");
    assert!(rcm.contains("established = 1980"), "all of it is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_writing_puts_right_is_told_so() {
    // A program that was killed while it wrote without writing ahead.
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let db = database.open().await;
    for sql in [
        "PRAGMA journal_mode = DELETE",
        "PRAGMA cache_size = 2",
        "BEGIN IMMEDIATE",
        "UPDATE citation SET locator = 'x'",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    let folder = TempDir::with_prefix_in("iscm-left-", "/tmp").expect("a folder");
    let file = folder.path().join("x.sqlite");
    for end in ["", "-journal"] {
        fs::copy(beside(&database.file(), end), beside(&file, end)).expect("a copy");
    }
    let url = format!("sqlite://{}", file.display());
    for finished in look(&file, &folder.path().join("export")) {
        assert_eq!(
            (finished.code, finished.err.lines().count()),
            (Some(1), 1),
            "{finished:?}"
        );
        for part in ["x.sqlite-journal", "`iscm migrate`"] {
            assert_eq!(finished.err.matches(part).count(), 1, "{finished:?}");
        }
    }
    assert_eq!(run(&["migrate", "--database", &url]).code, Some(0));
    for finished in look(&file, &folder.path().join("export")) {
        assert_eq!(finished.code, Some(0), "{finished:?}");
    }
    // One who may only read, and what was written ahead.
    let (folder, file) = left_behind(&["-wal"]).await;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).expect("closed");
    let url = format!("sqlite://{}", file.display());
    let finished = run_as_nobody(&["migrate", "status", "--database", &url]);
    assert_eq!(
        (finished.code, finished.err.lines().count()),
        (Some(1), 1),
        "{finished:?}"
    );
    for part in ["x.sqlite-wal", "`iscm migrate`"] {
        assert_eq!(finished.err.matches(part).count(), 1, "{finished:?}");
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("open");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_leaves_nothing_beside_a_file_that_is_followed() {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let url = database.url();
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--database",
        &url,
    ]);
    let endpoint = program.endpoint();
    let folder = DataFolder::copy();
    let path = folder.path().display().to_string();
    for year in 1997..2000 {
        let (old, new) = (
            format!("established = {}", year - 1),
            format!("established = {year}"),
        );
        folder.replace("iscm/rcm.toml", &old, &new);
        let imported = run(&["import", &path, "--database", &url]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        let left = fs::metadata(beside(&database.file(), "-wal")).map_or(0, |file| file.len());
        assert_eq!(left, 0, "all is in the file");
    }
    program.wait_for("a new version is served");
    while established(&endpoint).await != json!(1999) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    program.signal("TERM");
    let log = program.rest();
    assert!(!log.contains("WARN"), "{log}");
}
