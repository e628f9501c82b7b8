//! Commands that only look, and servers on databases that cannot be written to.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    Backend, DataFolder, Program, TestDatabase, client, cluster, data_folder, run, run_as_nobody,
};

/// The files of a folder with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .collect()
}

/// A folder in which a user without rights may write nothing, with a copy of the data set's database in it.
async fn closed_folder() -> TempDir {
    let folder = TempDir::with_prefix_in("iscm-ro-", "/tmp").expect("a folder");
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let file = folder.path().join("x.sqlite");
    fs::copy(database.file(), &file).expect("a copy");
    fs::set_permissions(&file, Permissions::from_mode(0o444)).expect("closed");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).expect("closed");
    folder
}

async fn ask(url: &str, query: &str) -> Value {
    let request = client().post(url).json(&json!({ "query": query }));
    let answer = request.send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

/// Serves as nobody; the lines of the log up to the endpoint's.
async fn serves(database: &str) -> String {
    let mut program =
        Program::start_as_nobody(&["--listen", "127.0.0.1:0", "--database", database]);
    let mut log = Vec::new();
    let endpoint = loop {
        let line = program.line();
        log.push(line.clone());
        if line.contains("endpoint ") {
            break line
                .split_whitespace()
                .last()
                .expect("an address")
                .to_owned();
        }
    };
    let answer = ask(&endpoint, r#"{ iscm(acronym: "RCM") { established } }"#).await;
    assert_eq!(answer["data"]["iscm"]["established"], 1996, "{answer}");
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
    log.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_looks_writes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let url = format!("sqlite://{}/typo.sqlite", folder.path().display());
    let export = folder.path().join("export").display().to_string();
    for args in [
        &["migrate", "status"][..],
        &["migrate", "down"],
        &["export", &export],
    ] {
        let finished = run(&[args, &["--database", &url]].concat());
        assert_eq!(finished.code, Some(1), "{args:?}: {finished:?}");
        assert!(finished.err.contains("no such file"), "{finished:?}");
    }
    let data = data_folder().display().to_string();
    for args in [
        &["check", &data][..],
        &["schema"],
        &["status"],
        &["import", &data, "--dry-run"],
        &["import", "--embedded", "--dry-run"],
    ] {
        let finished = run(&[args, &["--database", &url]].concat());
        assert_eq!(finished.code, Some(0), "{args:?}: {finished:?}");
    }
    assert_eq!(files(folder.path()), BTreeMap::new());
    // A database with nothing in it, and one that is up to date.
    fs::write(folder.path().join("typo.sqlite"), "").expect("written");
    let status = run(&["migrate", "status", "--database", &url]);
    assert!(
        status.out.lines().all(|line| line.starts_with("pending ")),
        "{status:?}"
    );
    assert_eq!(
        files(folder.path()).into_values().collect::<Vec<_>>(),
        [b""]
    );
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let before = files(database.folder());
    for args in [
        &["migrate", "status"][..],
        &["status"],
        &["export", &export],
        &["import", &data, "--dry-run"],
    ] {
        let finished = run(&[args, &["--database", &database.url()]].concat());
        assert_eq!(finished.code, Some(0), "{args:?}: {finished:?}");
        assert_eq!(files(database.folder()), before, "{args:?}");
    }
}

#[test]
fn steps_go_with_down() {
    let database = TestDatabase::empty(Backend::Sqlite);
    for args in [
        &["migrate", "--steps", "1"][..],
        &["migrate", "up", "--steps", "1"],
        &["migrate", "status", "--steps", "1"],
        &["migrate", "down", "--steps", "0"],
    ] {
        let finished = run(&[args, &["--database", &database.url()]].concat());
        assert_eq!(finished.code, Some(2), "{args:?}: {finished:?}");
        assert!(finished.err.contains("--steps"), "{args:?}: {finished:?}");
    }
    assert_eq!(files(database.folder()), BTreeMap::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_sqlite_file_is_served_and_read() {
    let folder = closed_folder().await;
    let before = files(folder.path());
    let path = folder.path().display();
    let out = TempDir::with_prefix_in("iscm-out-", "/tmp").expect("a folder");
    fs::set_permissions(out.path(), Permissions::from_mode(0o777)).expect("open");
    for (number, end) in [
        "",
        "?mode=ro",
        "?mode=rw",
        "?immutable=1",
        "?mode=ro&immutable=true",
    ]
    .iter()
    .enumerate()
    {
        let url = format!("sqlite://{path}/x.sqlite{end}");
        let log = serves(&url).await;
        assert_eq!(log.matches("cannot be written to").count(), 1, "{log}");
        let export = out.path().join(number.to_string()).display().to_string();
        let exported = run_as_nobody(&["export", &export, "--database", &url]);
        assert_eq!(exported.code, Some(0), "{exported:?}");
        let status = run_as_nobody(&["migrate", "status", "--database", &url]);
        assert!(
            status.out.lines().all(|line| line.starts_with("applied ")),
            "{status:?}"
        );
        let data = data_folder().display().to_string();
        let imported = run_as_nobody(&["import", &data, "--database", &url]);
        assert_eq!(imported.code, Some(1), "{imported:?}");
        assert_eq!(
            imported
                .err
                .lines()
                .last()
                .map(|line| line.matches("cannot be written to").count()),
            Some(1),
            "{imported:?}"
        );
    }
    assert_eq!(files(folder.path()), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_file_is_followed_when_others_write() {
    // Nobody may only read; the owner imports.
    let folder = closed_folder().await;
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    let mut program = Program::start_as_nobody(&[
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--rate-limit",
        "0",
        "--database",
        &url,
    ]);
    let endpoint = program.endpoint();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("open");
    fs::set_permissions(
        folder.path().join("x.sqlite"),
        Permissions::from_mode(0o644),
    )
    .expect("open");
    let data = DataFolder::copy();
    data.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
    let imported = run(&[
        "import",
        &data.path().display().to_string(),
        "--database",
        &url,
    ]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    program.wait_for("a new version is served");
    let answer = ask(
        &endpoint,
        r#"{ dataset { version } iscm(acronym: "RCM") { established } }"#,
    )
    .await;
    assert_eq!(
        answer["data"],
        json!({ "dataset": { "version": 2 }, "iscm": { "established": 1997 } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_only_read_serves() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let name = database.name();
    cluster.execute_in(name, &format!("CREATE ROLE reader_{name} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}"));
    let reader = cluster.url_of(&format!("reader_{name}"), name);
    let is_closed = format!(
        "{}&options=-c%20default_transaction_read_only%3Don",
        cluster.url(name)
    );
    for url in [&reader, &is_closed] {
        let log = serves(url).await;
        assert_eq!(log.matches("cannot be written to").count(), 1, "{log}");
        let status = run(&["migrate", "status", "--database", url]);
        assert!(
            status.out.lines().all(|line| line.starts_with("applied ")),
            "{status:?}"
        );
        let out = TempDir::new().expect("a folder");
        let exported = run(&[
            "export",
            &out.path().display().to_string(),
            "--database",
            url,
        ]);
        assert_eq!(exported.code, Some(0), "{exported:?}");
        let data = data_folder().display().to_string();
        let dry = run(&["import", &data, "--dry-run", "--database", url]);
        assert_eq!(dry.code, Some(0), "{dry:?}");
        let same = run(&["import", &data, "--database", url]);
        assert_eq!(same.code, Some(0), "{same:?}");
        let folder = DataFolder::copy();
        folder.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
        let changed = folder.path().display().to_string();
        let imported = run(&["import", &changed, "--database", url, "--log", "error"]);
        assert_eq!(
            (imported.code, imported.err.lines().count()),
            (Some(1), 1),
            "{imported:?}"
        );
    }
    // One who may change rows, and no tables, imports.
    cluster.execute_in(
        name,
        &format!("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader_{name}"),
    );
    let imported = run(&[
        "import",
        &data_folder().display().to_string(),
        "--database",
        &reader,
    ]);
    assert_eq!(
        imported.out, "nothing differs: the data set stays at version 1\n",
        "{imported:?}"
    );
    // Where the schema or the data are missing, one line says so and what to do.
    for (sql, lack, cure) in [
        (
            "TRUNCATE dataset",
            "holds no data set",
            "run `iscm serve` or `iscm import` once",
        ),
        (
            "DELETE FROM seaql_migrations WHERE version LIKE '%second_edition'",
            "lacks the migration m20261129_000001_second_edition",
            "run `iscm migrate` once",
        ),
    ] {
        cluster.execute_in(name, sql);
        cluster.execute_in(
            name,
            &format!(
                "REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM reader_{name}"
            ),
        );
        for url in [&reader, &is_closed] {
            let refused = run(&[
                "--listen",
                "127.0.0.1:0",
                "--database",
                url,
                "--log",
                "error",
            ]);
            assert_eq!(
                (refused.code, refused.err.lines().count()),
                (Some(1), 1),
                "{refused:?}"
            );
            for part in [lack, "cannot be set up: ", cure] {
                assert_eq!(refused.err.matches(part).count(), 1, "{part}: {refused:?}");
            }
            assert!(!refused.err.contains("rror returned"), "{refused:?}");
            let cause = ["permission denied", "read-only transaction"]
                .map(|cause| refused.err.matches(cause).count());
            assert_eq!(cause[0] + cause[1], 1, "{refused:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_file_without_data_is_refused_in_one_line() {
    let folder = TempDir::with_prefix_in("iscm-ro-", "/tmp").expect("a folder");
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    assert_eq!(run(&["migrate", "--database", &url]).code, Some(0));
    fs::remove_file(folder.path().join("x.sqlite.lock")).expect("a lock");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).expect("closed");
    let refused = run_as_nobody(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &url,
        "--log",
        "error",
    ]);
    assert_eq!(
        (refused.code, refused.err.lines().count()),
        (Some(1), 1),
        "{refused:?}"
    );
    for part in [
        "holds no data set",
        "cannot be set up: ",
        "cannot be written to",
        "run `iscm serve`",
    ] {
        assert_eq!(refused.err.matches(part).count(), 1, "{part}: {refused:?}");
    }
}
