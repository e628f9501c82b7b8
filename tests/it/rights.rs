//! What a user may not do, and what is no database: told as what it is.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::support::{
    Backend, Finished, Program, TestDatabase, both_databases, cluster, data_folder, run,
    run_as_nobody, run_with,
};

both_databases! {
    advice_is_given_to_those_it_helps,
    a_dry_run_on_an_older_schema_is_refused,
    a_set_up_that_waits_says_so,
}

/// That a command failed in one line with these parts, once each.
fn is_refused(finished: &Finished, parts: &[&str]) {
    assert_eq!(
        (finished.code, finished.err.lines().count()),
        (Some(1), 1),
        "{finished:?}"
    );
    for part in parts {
        assert_eq!(
            finished.err.matches(part).count(),
            1,
            "{part}: {finished:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_not_see_is_told_so() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let name = database.name();
    let role = format!("blind_{name}");
    let url = cluster.url_of(&role, name);
    let data = data_folder().display().to_string();
    let out = database.folder().join("export").display().to_string();
    cluster.execute_in(name, &format!("CREATE ROLE {role} LOGIN"));
    for (sql, told) in [
        ("", "permission denied for table seaql_migrations"),
        (
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE; REVOKE SELECT ON seaql_migrations FROM ROLE",
            "permission denied for table seaql_migrations",
        ),
        (
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE; REVOKE SELECT ON iscm FROM ROLE",
            "permission denied for table iscm",
        ),
        (
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE; REVOKE USAGE ON SCHEMA public FROM PUBLIC, ROLE",
            "permission denied for the schemas",
        ),
    ] {
        if !sql.is_empty() {
            cluster.execute_in(name, &sql.replace("ROLE", &role));
        }
        for args in [
            &["migrate", "status"][..],
            &["export", &out],
            &["import", &data, "--dry-run"],
            &["--listen", "127.0.0.1:0"],
        ] {
            // The migrations may be read where a table of the data may not.
            if args[0] == "migrate" && told.ends_with("iscm") {
                continue;
            }
            let finished = run(&[args, &["--database", &url, "--log", "error"]].concat());
            is_refused(&finished, &[told]);
            for lie in ["iscm migrate", "lacks the migration", "pending", "added"] {
                let all = format!("{} {}", finished.out, finished.err);
                assert!(!all.contains(lie), "{args:?} {lie}: {finished:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_may_not_be_entered_is_told_so() {
    let folder = TempDir::with_prefix_in("iscm-shut-", "/tmp").expect("a folder");
    let database = TestDatabase::filled(Backend::Sqlite).await;
    fs::copy(database.file(), folder.path().join("x.sqlite")).expect("a copy");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o000)).expect("shut");
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    let data = data_folder().display().to_string();
    for args in [
        &["migrate", "status"][..],
        &["migrate"],
        &["import", &data],
        &["import", &data, "--dry-run"],
        &["export", "/tmp/iscm-nowhere"],
        &["--listen", "127.0.0.1:0"],
    ] {
        let finished = run_as_nobody(&[args, &["--database", &url, "--log", "error"]].concat());
        is_refused(&finished, &["Permission denied", "x.sqlite"]);
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("open");
    for (path, told) in [
        ("/dev/null", "no plain file"),
        ("/etc/passwd/x.sqlite", "Not a directory"),
        ("/tmp", "it is a folder"),
    ] {
        for args in [
            &["migrate"][..],
            &["migrate", "status"],
            &["--listen", "127.0.0.1:0"],
        ] {
            let url = format!("sqlite://{path}");
            is_refused(
                &run(&[args, &["--database", &url, "--log", "error"]].concat()),
                &[told],
            );
        }
    }
    assert!(!fs::exists("/dev/null.lock").expect("looked at"));
}

async fn advice_is_given_to_those_it_helps(backend: Backend) {
    // Another program's database: it may be written to, and is not.
    let database = TestDatabase::empty(backend);
    let db = iscm::db::connect(&database.config().database)
        .await
        .expect("a connection");
    db.execute_unprepared("CREATE TABLE country (of_another INTEGER)")
        .await
        .expect("made");
    db.close().await.expect("closed");
    let url = database.url();
    let refused = run(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &url,
        "--log",
        "error",
    ]);
    is_refused(&refused, &["cannot be set up: ", "already exists"]);
    assert!(
        !refused.err.contains("as a user who may write"),
        "{refused:?}"
    );
}

async fn a_dry_run_on_an_older_schema_is_refused(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let url = database.url();
    let data = data_folder().display().to_string();
    let dry = [
        "import",
        &data,
        "--dry-run",
        "--database",
        &url,
        "--log",
        "error",
    ];
    let down = run(&["migrate", "down", "--steps", "1", "--database", &url]);
    assert_eq!(down.code, Some(0), "{down:?}");
    let refused = run(&dry);
    is_refused(
        &refused,
        &["lacks the migration", "run `iscm migrate` first"],
    );
    assert_eq!(refused.out, "");
    // With no migration at all there is nothing to compare with.
    let down = run(&["migrate", "down", "--database", &url]);
    assert_eq!(down.code, Some(0), "{down:?}");
    let all = run(&dry);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert!(all.out.contains(" 0 changed, 0 removed"), "{all:?}");
}

async fn a_set_up_that_waits_says_so(backend: Backend) {
    let database = TestDatabase::empty(backend);
    let config = database.config().database;
    let setup = iscm::db::Setup::begin(&config).await.expect("begun");
    let mut waiting = Program::start(&["migrate", "--database", &database.url()]);
    let line = waiting.wait_for("waiting for");
    assert!(
        line.contains("another program sets the database up"),
        "{line}"
    );
    drop(setup);
    assert_eq!(waiting.wait(), Some(0));
}

#[test]
fn what_stands_in_place_of_a_lock_is_left() {
    let database = TestDatabase::empty(Backend::Sqlite);
    let lock = format!("{}.lock", database.file().display());
    fs::write(&lock, "something of somebody's").expect("written");
    assert_eq!(
        run(&["migrate", "--database", &database.url()]).code,
        Some(0)
    );
    assert_eq!(
        fs::read_to_string(&lock).expect("a file"),
        "something of somebody's"
    );
}

#[test]
fn memory_is_memory_however_it_is_written() {
    for url in [
        "sqlite:///:memory:",
        "sqlite:////:memory:",
        "sqlite:/:memory:",
    ] {
        let finished = run(&["migrate", "--database", url, "--log", "error"]);
        assert_eq!(finished.code, Some(0), "{url}: {finished:?}");
        assert!(!fs::exists("/:memory:").expect("looked at"));
    }
}

#[test]
fn variables_of_libpq_are_checked() {
    for (variable, value, told) in [
        ("PGSSLMODE", "verify-ful", "PGSSLMODE takes disable, allow"),
        ("PGPORT", "54x2", "PGPORT takes a number from 1 to 65535"),
        ("PGPORT", "0", "PGPORT takes a number from 1 to 65535"),
        ("PGHOSTADDR", "localhost", "PGHOSTADDR takes an IP address"),
    ] {
        for args in [&["migrate", "status"][..], &["--listen", "127.0.0.1:0"]] {
            let args = [
                args,
                &[
                    "--database",
                    "postgres://iscm@localhost/d",
                    "--log",
                    "error",
                ],
            ]
            .concat();
            let finished = run_with(&args, &[(variable, value)]);
            is_refused(&finished, &[told]);
        }
        // What the address says goes before it.
        let url = "postgres://iscm@localhost:1/d?sslmode=disable&hostaddr=127.0.0.1";
        let finished = run_with(
            &["migrate", "status", "--database", url],
            &[(variable, value)],
        );
        assert!(!finished.err.contains(variable), "{finished:?}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let data = data_folder().display().to_string();
    let database = TestDatabase::empty(Backend::Sqlite);
    let url = database.url();
    for args in [
        &["schema"][..],
        &["import", &data, "--dry-run", "--database", &url],
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_iscm"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(program.stdout.take());
        let ended = program.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{args:?}");
    }
    // A full disk is one.
    let full = File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux");
    let ended = Command::new(env!("CARGO_BIN_EXE_iscm"))
        .arg("schema")
        .stdout(full)
        .output();
    assert_eq!(ended.expect("it ends").status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_is_named() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("text.sqlite");
    let text = "this is a text and no database, and it is longer than a header, which has a hundred bytes in all";
    fs::write(&file, text).expect("written");
    let url = format!("sqlite://{}", file.display());
    let data = data_folder().display().to_string();
    for args in [
        &["migrate", "status"][..],
        &["migrate"],
        &["import", &data],
        &["import", &data, "--dry-run"],
        &["export", "/tmp/iscm-nowhere"],
        &["--listen", "127.0.0.1:0"],
    ] {
        let finished = run(&[args, &["--database", &url, "--log", "error"]].concat());
        is_refused(&finished, &["file is not a database", "text.sqlite"]);
    }
    assert_eq!(fs::read_to_string(&file).expect("a file"), text);
    // One that another program has for itself.
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let db = database.open().await;
    for sql in ["PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE"] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    let began = Instant::now();
    let finished = run(&["migrate", "--database", &database.url(), "--log", "error"]);
    is_refused(&finished, &["is locked", "graph.sqlite"]);
    assert!(
        began.elapsed() < Duration::from_secs(25),
        "{:?}",
        began.elapsed()
    );
}
