//! Many who ask for files at once, and those who stop reading.

use std::time::{Duration, Instant};

use async_graphql::futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::json;
use tokio::time::timeout;

use super::delta::publish;
use super::{csv, file, text};
use crate::support::{Backend, TestServer, both_databases, tables_with};

both_databases! {
    a_file_stays_at_the_version_that_it_began_with,
    who_reads_no_further_ends_the_work,
    a_hundred_clients_are_served_or_told_to_come_again,
}

/// Some 30 MB: each member with all that was found about its ISCM.
const LONG: &str = "{ iscms { nodes { acronym established summaryOfFindings { markdown again: markdown } members { nodes { country { code } } } } } }";

async fn a_file_stays_at_the_version_that_it_began_with(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.edge.max_file_cost = 100_000_000;
        config.edge.rate_burst = 1_000_000_000;
        // A version is published while nothing is read.
        config.edge.write_timeout = 600;
    })
    .await;
    let mut begun = file(&server, LONG, "&rows=iscms.members").await;
    assert_eq!(begun.headers()["iscm-version"], "1");
    let mut read = begun
        .chunk()
        .await
        .expect("bytes")
        .expect("a chunk")
        .to_vec();
    publish(&server, &tables_with(1995)).await;
    while let Some(chunk) = begun.chunk().await.expect("bytes") {
        read.extend(chunk);
    }
    let (_, rows) = csv(str::from_utf8(&read).expect("text"));
    let mut years = rows.iter().filter(|row| row[1] == "RCM").map(|row| &row[2]);
    assert!(years.clone().count() > 10 && years.all(|year| year == "1996"));
    let data = server.data("{ iscm(acronym: \"RCM\") { established } }", json!({}));
    assert_eq!(data.await["iscm"]["established"], 1995);
}

async fn who_reads_no_further_ends_the_work(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.files = 1;
        edge.max_file_cost = 100_000_000;
        edge.rate_burst = 1_000_000_000;
    })
    .await;
    let mut long = file(&server, LONG, "&rows=iscms.members").await;
    assert_eq!(long.status(), StatusCode::OK);
    long.chunk().await.expect("bytes").expect("a chunk");
    // While it waits to be read on, there is no place for another: who asks is told, in the form asked for.
    let began = Instant::now();
    let asked = ["csv", "jsonl", "xlsx"].map(|format| format!("/d/uptakes.{format}"));
    for (path, busy) in asked
        .iter()
        .zip(join_all(asked.iter().map(|path| server.get(path))).await)
    {
        assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(busy.headers()["retry-after"], "5");
        assert_eq!(busy.headers()["cache-control"], "no-store");
        let is_json = busy.headers()["content-type"] == "application/json";
        let told = busy.text().await.expect("text");
        assert!(told.contains("as many files are made"), "{told}");
        assert_eq!(is_json, !path.ends_with("csv"), "{path}: {told}");
    }
    assert!(
        began.elapsed() >= Duration::from_secs(9),
        "they wait for a place"
    );
    drop(long);
    let next = timeout(Duration::from_secs(9), server.get("/d/uptakes.csv"));
    text(next.await.expect("the place is free")).await;
}

async fn a_hundred_clients_are_served_or_told_to_come_again(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.files = 4).await;
    let whole = text(server.get("/d/structures.csv").await).await;
    let (asked, expected) = (&server, &whole);
    let ask = move |_| async move {
        let answer = asked.get("/d/structures.csv").await;
        let status = answer.status();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            assert_eq!(answer.headers()["retry-after"], "5");
        } else {
            assert!(text(answer).await == *expected, "another file");
        }
        status
    };
    let answers = join_all((0..100).map(ask)).await;
    let served = answers.iter().filter(|status| **status == StatusCode::OK);
    assert!(served.count() >= 4, "{answers:?}");
    assert_eq!(ask(0).await, StatusCode::OK);
}
