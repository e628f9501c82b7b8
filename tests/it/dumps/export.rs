//! `iscm export --sqlite`.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{bytes, two_versions};
use crate::support::{
    Backend, Program, TestDatabase, TestServer, both_databases, run, run_as_nobody,
};

both_databases! {
    an_export_is_the_dump,
    a_file_that_is_there_is_left,
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

async fn an_export_is_the_dump(backend: Backend) {
    let database = two_versions(backend).await;
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("home.sqlite");
    let (url, path) = (database.url(), file.display().to_string());
    let export = run(&[
        "export",
        "--sqlite",
        &path,
        "--database",
        &url,
        "--log",
        "error",
    ]);
    assert_eq!(export.code, Some(0), "{export:?}");
    assert_eq!(
        export.out,
        format!("version 2 with its history in {path}\n")
    );
    assert_eq!(names(&folder), ["home.sqlite"]);
    let server = TestServer::with(&database.config()).await;
    assert!(fs::read(&file).expect("a file") == bytes(&server, "/dump.sqlite").await);
    let status = run(&[
        "status",
        "--json",
        "--database",
        &format!("sqlite://{path}"),
    ]);
    assert_eq!(status.code, Some(0), "{status:?}");
    assert_eq!(names(&folder), ["home.sqlite"]);
    let both = run(&[
        "export",
        "--sqlite",
        "x.sqlite",
        "folder",
        "--database",
        &url,
    ]);
    assert_eq!(both.code, Some(2), "{both:?}");
    assert_eq!(run(&["export", "--database", &url]).code, Some(2));
}

/// That an export fails in one line with this in it.
fn is_refused(path: &str, url: &str, told: &str) {
    let refused = run_as_nobody(&[
        "export",
        "--sqlite",
        path,
        "--database",
        url,
        "--log",
        "error",
    ]);
    let lines = refused.err.lines().count();
    assert_eq!((refused.code, lines), (Some(1), 1), "{refused:?}");
    assert!(
        refused.err.contains(told) && refused.err.contains("cannot write"),
        "{refused:?}"
    );
}

async fn a_file_that_is_there_is_left(backend: Backend) {
    let database = two_versions(backend).await;
    let folder = TempDir::with_prefix_in("iscm-export-", "/tmp").expect("a folder");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("open");
    fs::set_permissions(database.folder(), Permissions::from_mode(0o755)).expect("open");
    let file = folder.path().join("mine.sqlite");
    fs::write(&file, "mine").expect("written");
    let link = folder.path().join("link.sqlite");
    symlink("/tmp/iscm-nowhere-at-all.sqlite", &link).expect("a link");
    let (url, path) = (database.url(), file.display().to_string());
    is_refused(&path, &url, "it is there already; name a new file");
    is_refused(&link.display().to_string(), &url, "it is there already");
    is_refused(
        &folder.path().display().to_string(),
        &url,
        "it is there already",
    );
    let new = folder.path().join("new.sqlite").display().to_string();
    is_refused(&new, &url, "Permission denied");
    is_refused("/tmp/iscm-nowhere/at/all.sqlite", &url, "No such file");
    assert_eq!(fs::read_to_string(&file).expect("a file"), "mine");
    assert!(!fs::exists("/tmp/iscm-nowhere-at-all.sqlite").expect("looked at"));
    let mut left = names(&folder);
    left.sort();
    assert_eq!(left, ["link.sqlite", "mine.sqlite"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_killed_leaves_no_file_of_that_name() {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("home.sqlite");
    let (url, path) = (database.url(), file.display().to_string());
    let args = [
        "export",
        "--sqlite",
        &path,
        "--database",
        &url,
        "--log",
        "error",
    ];
    let program = Program::start(&args);
    let began = Instant::now();
    while names(&folder).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(1));
    }
    program.signal("KILL");
    assert_eq!(program.wait(), None);
    assert!(!file.exists());
    assert!(
        names(&folder)[0].starts_with(".iscm-"),
        "{:?}",
        names(&folder)
    );
    assert_eq!(run(&args).code, Some(0));
    assert!(file.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_data_is_not_exported() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("home.sqlite").display().to_string();
    let database = TestDatabase::empty(Backend::Sqlite);
    let url = database.url();
    let args = [
        "export",
        "--sqlite",
        &path,
        "--database",
        &url,
        "--log",
        "error",
    ];
    for told in ["there is no such file", "holds no data set"] {
        let refused = run(&args);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.err.contains(told), "{refused:?}");
        assert!(names(&folder).is_empty());
        let migrated = run(&["migrate", "--database", &url, "--log", "error"]);
        assert_eq!(migrated.code, Some(0), "{migrated:?}");
    }
}
