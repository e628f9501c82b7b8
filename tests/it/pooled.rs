//! PostgreSQL with few connections, and behind a pooler.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{
    Backend, DataFolder, Pooler, Program, TestDatabase, client, cluster, data_folder, run,
};

async fn established(endpoint: &str) -> serde_json::Value {
    let query = r#"{ iscm(acronym: "RCM") { established } }"#;
    let request = client().post(endpoint).json(&json!({ "query": query }));
    let answer = request.send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    answer["data"]["iscm"]["established"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_is_enough() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::empty(Backend::Postgres);
    let name = database.name();
    cluster.execute_in(name, &format!("CREATE ROLE one_{name} LOGIN CONNECTION LIMIT 1; GRANT ALL ON SCHEMA public TO one_{name}"));
    let url = cluster.url_of(&format!("one_{name}"), name);
    let data = data_folder().display().to_string();
    // It migrates and fills the database, and serves.
    let (program, endpoint) = Program::serving(&url);
    assert_eq!(established(&endpoint).await, json!(1996));
    // While it does, the one connection is in use: what else comes is refused at once, and told what helps.
    let began = Instant::now();
    let refused = run(&["import", &data, "--database", &url, "--log", "error"]);
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(
        (refused.code, refused.err.lines().count()),
        (Some(1), 1),
        "{refused:?}"
    );
    for part in [
        "too many connections for role",
        "raise the limit",
        "--database-connections",
    ] {
        assert_eq!(refused.err.matches(part).count(), 1, "{part}: {refused:?}");
    }
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
    for args in [
        &["import", &data][..],
        &["migrate"],
        &["migrate", "status"],
        &["migrate", "down", "--steps", "1"],
    ] {
        let finished = run(&[args, &["--database", &url]].concat());
        assert_eq!(finished.code, Some(0), "{args:?}: {finished:?}");
    }
    cluster.execute_in(name, &format!("ALTER ROLE one_{name} CONNECTION LIMIT 0"));
    let refused = run(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &url,
        "--log",
        "error",
    ]);
    assert!(
        refused.err.contains("too many connections for role"),
        "{refused:?}"
    );
    for wrong in ["0", "1001"] {
        let refused = run(&["schema", "--database-connections", wrong]);
        assert!(
            refused
                .err
                .contains("--database-connections takes 1 to 1000"),
            "{refused:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_that_gives_each_transaction_another_connection_is_worked_with() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::empty(Backend::Postgres);
    let Some(pooler) = Pooler::start(cluster, 2) else {
        return;
    };
    let url = pooler.url(database.name());
    // Two servers that look all the time, and imports, share two connections.
    let servers: Vec<_> = (0..2)
        .map(|_| {
            let mut program = Program::start(&[
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
            (program, endpoint)
        })
        .collect();
    let folder = DataFolder::copy();
    let path = folder.path().display().to_string();
    let mut before = 1996;
    for year in 1997..2000 {
        folder.replace(
            "iscm/rcm.toml",
            &format!("established = {before}"),
            &format!("established = {year}"),
        );
        let imported = run(&["import", &path, "--database", &url]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        before = year;
        let status = run(&["migrate", "status", "--database", &url]);
        assert!(
            status.out.lines().all(|line| line.starts_with("applied ")),
            "{status:?}"
        );
    }
    for (mut program, endpoint) in servers {
        let mut log = String::new();
        while established(&endpoint).await != json!(1999) {
            log += &program.wait_for("version is served");
        }
        program.signal("TERM");
        log += &program.rest();
        assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
    }
}
