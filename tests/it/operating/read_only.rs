//! Servers that may only read: a role with `SELECT` alone, transactions that are read only, a closed file of SQLite's.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use tempfile::TempDir;

use super::{READS, Server};
use crate::office::key;
use crate::support::{Backend, Program, TestDatabase, TestServer, cluster, config};

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_only_read_writes_nothing() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let name = database.name();
    let key = key(&database.config().database, "both", &["CURATOR", "ADMIN"]).await;
    let role = format!("reads_{name}");
    cluster.execute_in(
        name,
        &format!("CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"),
    );
    let is_closed = format!(
        "{}&options=-c%20default_transaction_read_only%3Don",
        cluster.url(name)
    );
    let state = || {
        let sql =
            "SELECT (SELECT count(*) FROM audit) || ' ' || (SELECT count(*) FROM proposal) || ' '
            || (SELECT string_agg(coalesce(last_used_at::text, '-'), ' ') FROM api_key) || ' '
            || (SELECT version FROM dataset)";
        cluster.ask_in(name, sql)
    };
    let before = state();
    for url in [cluster.url_of(&role, name), is_closed] {
        let server = TestServer::with(&config(url)).await;
        let here = Server::of(&server);
        here.reads_what_is_private(&key).await;
        here.refuses_writes(&key, READS).await;
        assert_eq!(here.ready().await, (1, true));
        server.stop().await;
    }
    assert_eq!(state(), before);

    // Who may not see keys knows nobody; what is public is read.
    cluster.execute_in(name, &format!("REVOKE SELECT ON api_key FROM {role}"));
    let server = TestServer::with(&config(cluster.url_of(&role, name))).await;
    let here = Server::of(&server);
    let answer = here.send(&key, "{ viewer { account } }", json!({})).await;
    assert_eq!(answer.status(), 503);
    let data = server
        .data("{ viewer { account } dataset { version } }", json!({}))
        .await;
    assert_eq!(data, json!({ "viewer": null, "dataset": { "version": 1 } }));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_file_is_not_written_to() {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let key = key(&database.config().database, "both", &["CURATOR", "ADMIN"]).await;
    let folder = TempDir::with_prefix_in("iscm-ro-", "/tmp").expect("a folder");
    let file = folder.path().join("x.sqlite");
    fs::copy(database.file(), &file).expect("a copy");
    fs::set_permissions(&file, Permissions::from_mode(0o444)).expect("closed");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).expect("closed");
    let before = fs::read(&file).expect("a file");
    let url = format!("sqlite://{}", file.display());
    let mut program = Program::start_as_nobody(&[
        "--listen",
        "127.0.0.1:0",
        "--rate-limit",
        "0",
        "--database",
        &url,
    ]);
    let here = Server(program.endpoint().replace("/graphql", ""));
    here.reads_what_is_private(&key).await;
    here.refuses_writes(&key, READS).await;
    assert_eq!(here.ready().await, (1, true));
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
    assert!(
        fs::read(&file).expect("a file") == before,
        "it is as it was"
    );
}
