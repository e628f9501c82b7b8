//! What docs/partners.md shows is run as it stands there, and what it reads is compared.

use std::path::Path;
use std::process::Command;

use super::{has_curl, script};
use crate::support::{Backend, TestServer, both_databases, is_there, python, run_tool as run};

both_databases! {
    curl_pandas_and_duckdb_read_what_the_guide_says,
    readr_reads_what_the_guide_says,
}

async fn curl_pandas_and_duckdb_read_what_the_guide_says(backend: Backend) {
    let Some(python) = python().filter(|_| has_curl()) else {
        return;
    };
    let server = TestServer::shared(backend).await;
    let url = format!("http://{}", server.address());
    let out = run(Command::new(python).arg(script("guide.py")).arg(url));
    for part in ["curl: ", "pandas ", "DuckDB "] {
        assert!(out.lines().any(|line| line.starts_with(part)), "{out}");
    }
}

async fn readr_reads_what_the_guide_says(backend: Backend) {
    if !is_there("Rscript", &["-e", "library(readr)"], "ISCM_TEST_REQUIRE_R") {
        return;
    }
    let server = TestServer::shared(backend).await;
    let url = format!("http://{}", server.address());
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/partners.md");
    let out = run(Command::new("Rscript")
        .arg(script("guide.R"))
        .arg(url)
        .arg(guide));
    assert!(out.contains("memberships\n"), "{out}");
}
