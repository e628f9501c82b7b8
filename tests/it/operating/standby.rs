//! A server on a standby, which follows the primary by itself: it reads, writes nothing, and goes on when that is promoted.

use std::time::{Duration, Instant};

use iscm::config::Config;
use serde_json::{Value, json};

use super::{READS, Server};
use crate::office::key;
use crate::support::{
    Backend, Cluster, Program, TestDatabase, TestServer, client, cluster, config,
};

/// The name of the database, on both.
pub(super) const NAME: &str = "iscm";

/// A cluster of the test's own that holds the data set, with its settings.
pub(super) async fn filled(settings: &[&str]) -> Option<Cluster> {
    let shared = cluster()?;
    let primary = Cluster::own(settings)?;
    primary.create_database(NAME, None);
    let full = TestDatabase::filled(Backend::Postgres).await;
    let dump = shared.run("pg_dump", &["--no-owner", full.name()]);
    let file = full.folder().join("dump.sql");
    std::fs::write(&file, dump).expect("written");
    let (file, url) = (file.display().to_string(), primary.url(NAME));
    shared.run(
        "psql",
        &[
            "--no-psqlrc",
            "--quiet",
            "--output=/dev/null",
            "--file",
            &file,
            &url,
        ],
    );
    Some(primary)
}

pub(super) fn following(cluster: &Cluster) -> Config {
    let mut config = config(cluster.url(NAME));
    config.refresh = Duration::from_millis(50);
    config
}

async fn version(server: &Server, at_least: Option<i64>) -> (u16, Value) {
    let body = json!({ "query": "{ dataset { version } iscm(acronym: \"RCM\") { website } }" });
    let mut request = client().post(format!("{}/graphql", server.0)).json(&body);
    if let Some(version) = at_least {
        request = request.header("x-min-version", version);
    }
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_a_standby_reads_and_writes_once_that_is_promoted() {
    let Some(primary) = filled(&[]).await else {
        return;
    };
    let standby = primary.standby();
    let key = key(&following(&primary).database, "both", &["CURATOR", "ADMIN"]).await;
    let writer = TestServer::with(&following(&primary)).await;
    let there = Server::of(&writer);
    let url = standby.url(NAME);
    let mut reader = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--rate-limit",
        "0",
        "--database",
        &url,
    ]);
    let line = reader.wait_for("cannot be written to");
    assert!(line.contains("it is a standby"), "{line}");
    let here = Server(reader.endpoint().replace("/graphql", ""));
    assert_eq!(here.ready().await, (1, true));

    // What is written there is read here, as soon as it is asked for.
    assert_eq!(there.publishes(&key, "https://example.org/2").await, 2);
    let (status, answer) = version(&here, Some(2)).await;
    assert_eq!(status, 200, "{answer:#}");
    assert_eq!(answer["data"]["iscm"]["website"], "https://example.org/2");
    // And seen here without.
    assert_eq!(there.publishes(&key, "https://example.org/3").await, 3);
    here.is(3, true).await;

    // Keys are known here, and nothing is written.
    here.reads_what_is_private(&key).await;
    let audit = || primary.ask_in(NAME, "SELECT count(*) FROM audit");
    let keys = || {
        primary.ask_in(
            NAME,
            "SELECT count(*) FROM api_key WHERE revoked_at IS NULL",
        )
    };
    let before = (audit(), keys());
    here.refuses_writes(&key, READS).await;
    assert_eq!((audit(), keys()), before);
    assert_eq!(here.ready().await, (3, true));

    // Its primary goes: it reads on. It becomes one: it writes.
    writer.stop().await;
    drop(primary);
    assert_eq!(here.ready().await, (3, true));
    here.refuses_writes(&key, READS).await;
    assert_eq!(standby.ask_in(NAME, "SELECT pg_promote()"), "t");
    let began = Instant::now();
    assert_eq!(here.publishes(&key, "https://example.org/4").await, 4);
    assert!(began.elapsed() < Duration::from_secs(10));
    here.is(4, true).await;
    let log = standby.ask_in(
        NAME,
        "SELECT string_agg(version::text, ' ' ORDER BY version) FROM changeset",
    );
    assert_eq!(log, "1 2 3 4");
    reader.signal("TERM");
    assert_eq!(reader.wait(), Some(0));
}
