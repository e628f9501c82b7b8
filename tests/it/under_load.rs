//! Editing under load and under faults, for seconds: `cargo bench --bench editing` does the same for minutes. What is wrong
//! is an error of the harness, which holds all that anybody was told against the log.

use std::time::Duration;

use tokio::task::block_in_place;

use crate::support::{Backend, TestDatabase, both_databases, cluster};

#[allow(dead_code, reason = "figures that the bench tells")]
#[path = "../../benches/editing/harness/mod.rs"]
mod harness;

use harness::{Audience, Cluster, Pace};

/// When servers make their search index: nobody searches here.
const SEARCH_INDEX: &str = "search";

both_databases! {
    each_step_is_as_the_machine_says,
    writers_and_readers_see_whole_versions,
    a_killed_server_loses_nothing,
    changes_are_served_when_they_are_answered,
}

async fn each_step_is_as_the_machine_says(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let steps = harness::steps(&database.url(), database.folder(), (1, 25)).await;
    let steps = steps.unwrap_or_else(|wrong| panic!("{wrong:#}"));
    assert_eq!(steps.values().sum::<usize>(), 25, "{steps:?}");
}

async fn writers_and_readers_see_whole_versions(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let (url, folder) = (database.url(), database.folder());
    let figures = harness::under_load(&url, folder, Duration::from_secs(2), (8, 8)).await;
    let figures = figures.unwrap_or_else(|wrong| panic!("{wrong:#}"));
    // The first four are those of the start.
    assert!(figures.acknowledged > 5, "{figures}");
    assert!(figures.refused > 0 && figures.seen > 1, "{figures}");
    assert_eq!((figures.unanswered, figures.resent), (0, 0), "{figures}");
}

async fn a_killed_server_loses_nothing(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let faulty = harness::killed(&database.url(), database.folder(), 3).await;
    let figures = faulty.unwrap_or_else(|wrong| panic!("{wrong:#}")).figures;
    assert!(figures.resent > 0, "{figures}");
    assert_eq!(figures.unanswered, 0, "{figures}");
}

// What SQLite's servers see of each other is in `office::live`: these tell nothing, and look every two seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_is_read_on_the_other_server() {
    if cluster().is_none() {
        return;
    }
    let database = TestDatabase::filled(Backend::Postgres).await;
    let elsewhere = harness::seen_elsewhere(&database.url(), database.folder(), 20).await;
    let elsewhere = elsewhere.unwrap_or_else(|wrong| panic!("{wrong:#}"));
    assert_eq!(elsewhere.after_answer.count(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subscribers_are_told_once_and_in_order() {
    if cluster().is_none() {
        return;
    }
    let database = TestDatabase::filled(Backend::Postgres).await;
    let audience = Audience {
        count: 50,
        versions: 6,
        rest: Duration::from_millis(50),
    };
    let told = harness::subscribed(&database.url(), database.folder(), audience).await;
    let (_, late) = told.unwrap_or_else(|wrong| panic!("{wrong:#}"));
    assert_eq!(late.count(), 6);
}

async fn changes_are_served_when_they_are_answered(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let pace = Pace {
        turns: 1,
        turn: Duration::from_millis(500),
        pause: Duration::from_millis(10),
    };
    let told = harness::publishing(&database.url(), database.folder(), pace).await;
    let told = told.unwrap_or_else(|wrong| panic!("{wrong:#}"));
    assert!(told.busy.count() > 0 && told.quiet.count() > 0, "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_is_stopped_loses_nothing() {
    if cluster().is_none() {
        return;
    }
    let started = block_in_place(Cluster::start);
    let mut cluster = started.expect("a cluster").expect("PostgreSQL");
    let url = cluster.database("iscm").expect("a database");
    let folder = tempfile::tempdir().expect("a folder");
    let faulty = harness::stopped(&mut cluster, &url, folder.path(), 2).await;
    let figures = faulty.unwrap_or_else(|wrong| panic!("{wrong:#}")).figures;
    assert!(figures.resent > 0, "{figures}");
    assert_eq!(figures.unanswered, 0, "{figures}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break_lose_nothing() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let (url, folder) = (database.url(), database.folder());
    let names = (url.as_str(), database.name());
    let socket = cluster.socket().join(".s.PGSQL.5432");
    let faulty = harness::cut(socket, names, folder, Duration::from_secs(1)).await;
    let figures = faulty.unwrap_or_else(|wrong| panic!("{wrong:#}")).figures;
    assert!(figures.resent > 0, "{figures}");
    assert_eq!(figures.unanswered, 0, "{figures}");
}
