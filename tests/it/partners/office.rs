//! Workbooks and CSV files in LibreOffice.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::script;
use crate::file_formats::write_all;
use crate::support::{Backend, TestServer, both_databases, is_there, python, run_tool as run};

both_databases! { data_sets_open_cell_by_cell }

/// The Python that asks LibreOffice, where both are there.
fn office() -> Option<&'static Path> {
    python().filter(|_| is_there("soffice", &["--version"], "ISCM_TEST_REQUIRE_OFFICE"))
}

fn check(python: &Path, folder: &TempDir, names: &[&str]) {
    let mut command = Command::new(python);
    let out = run(command
        .arg(script("office.py"))
        .arg(folder.path())
        .args(names));
    assert!(out.contains("all cells are as they were written"), "{out}");
}

async fn data_sets_open_cell_by_cell(backend: Backend) {
    let Some(python) = office() else { return };
    let server = TestServer::shared(backend).await;
    let folder = TempDir::new().expect("a folder");
    let names = ["memberships", "events", "funding"];
    for name in names {
        for extension in ["xlsx", "csv", "json"] {
            let file = format!("{name}.{extension}");
            let answer = server.get(&format!("/d/{file}")).await;
            assert_eq!(answer.status(), 200, "{file}");
            let bytes = answer.bytes().await.expect("bytes");
            fs::write(folder.path().join(file), bytes).expect("written");
        }
    }
    check(python, &folder, &names);
}

/// Formulas, days and numbers that are texts, letters of all scripts, days before 1900.
#[test]
fn what_may_be_taken_for_something_else_opens_cell_by_cell() {
    let Some(python) = office() else { return };
    let folder = TempDir::new().expect("a folder");
    write_all(folder.path());
    check(python, &folder, &["rows"]);
}
