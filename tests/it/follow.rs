//! A running server: it follows the database, and answers without it.

use std::time::Duration;

use iscm::dataset::Files;
use serde_json::json;

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases, facts};

both_databases! {
    servers_that_start_at_once_make_one_database,
    a_new_version_is_served,
    what_is_rendered_is_of_one_version,
    reading_goes_on_without_the_database,
    a_broken_graph_is_refused,
}

async fn servers_that_start_at_once_make_one_database(backend: Backend) {
    let database = TestDatabase::empty(backend);
    let config = database.config();
    let starts = (0..3).map(|_| {
        let config = config.clone();
        tokio::spawn(async move { iscm::App::build(&config).await })
    });
    let starts: Vec<_> = starts.collect();
    for start in starts {
        let app = start.await.expect("no panic").expect("a server");
        let snapshot = app.graph().snapshot();
        assert_eq!(
            (snapshot.version().number, snapshot.tables().iscm.len()),
            (1, facts("iscm").len())
        );
    }
}

async fn a_new_version_is_served(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let mut config = database.config();
    config.refresh = Duration::from_millis(50);
    let server = TestServer::with(&config).await;
    let old = server.graph().snapshot();
    let folder = DataFolder::copy();
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
    let db = database.open().await;
    let files = Files::read(folder.path()).expect("the files");
    iscm::import(&db, &files, "A change")
        .await
        .expect("imported");
    let query = r#"{ dataset { version } iscm(acronym: "RCM") { established }
        search(query: "RCM 1997", types: [ISCM]) { totalCount } }"#;
    let new = json!({ "dataset": { "version": 2 }, "iscm": { "established": 1997 }, "search": { "totalCount": 1 } });
    let followed = async {
        // Each answer is of one version, whole.
        loop {
            let data = server.data(query, json!({})).await;
            if data == new {
                break;
            }
            assert_eq!(
                data,
                json!({ "dataset": { "version": 1 }, "iscm": { "established": 1996 }, "search": { "totalCount": 0 } })
            );
        }
    };
    tokio::time::timeout(Duration::from_secs(30), followed)
        .await
        .expect("version 2 is served");
    assert_eq!(old.version().number, 1, "who holds a snapshot keeps it");
}

async fn what_is_rendered_is_of_one_version(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.edge.cache_memory = 0;
    })
    .await;
    // An object and a list that hang on the row alone: copied from the third time on.
    let query =
        r#"{ iscm(acronym: "RCM") { established structures { name iscm { established } } } }"#;
    for year in [1996, 1997, 1998] {
        if year > 1996 {
            server.publish(year).await;
        }
        let mut times = 0;
        let mut first = json!(null);
        while times < 5 {
            let data = server.data(query, json!({})).await;
            let iscm = &data["iscm"];
            let inside = &iscm["structures"][0]["iscm"]["established"];
            assert_eq!(
                inside, &iscm["established"],
                "each answer is of one version"
            );
            if *inside == json!(year) {
                times += 1;
                if times == 1 {
                    first = data;
                } else {
                    assert_eq!(data, first);
                }
            }
        }
    }
    let text = server.get("/metrics").await.text().await.expect("text");
    let rendered = text
        .lines()
        .find(|line| line.starts_with("iscm_rendered_bytes "));
    let bytes = rendered.and_then(|line| line.rsplit(' ').next());
    assert!(bytes.is_some_and(|bytes| bytes != "0"), "{rendered:?}");
}

async fn reading_goes_on_without_the_database(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let mut config = database.config();
    config.refresh = Duration::from_millis(20);
    let server = TestServer::with(&config).await;
    database.break_down();
    for _ in 0..10 {
        let data = server
            .data(include_str!("queries/rcm.graphql"), json!({}))
            .await;
        assert_eq!(data["iscm"]["established"], 1996);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(server.get("/readyz").await.status().is_success());
}

async fn a_broken_graph_is_refused(backend: Backend) {
    use sea_orm::ConnectionTrait;

    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    // What no foreign key holds: the record that a citation is of.
    let delete = "DELETE FROM activity WHERE id = (SELECT min(id) FROM activity)";
    db.execute_unprepared(delete).await.expect("deleted");
    let refused = iscm::App::build(&database.config())
        .await
        .expect_err("refused");
    let message = format!("{refused:#}");
    for part in ["citation", "subject_id", "activity"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_dangling_reference_is_refused_with_table_column_and_row() {
    use iscm::graph::{LoadError, Snapshot};
    use iscm::store::{Loaded, Version};

    let mut tables = iscm::dataset::embedded().expect("sound");
    tables.theme[7].parent_id = Some("rcm/nowhere".into());
    let row = tables.theme[7].id.clone();
    let version = Version::default();
    let refused = Snapshot::new(Loaded { version, tables }).expect_err("refused");
    let LoadError::Dangling(dangling) = refused else {
        panic!("{refused}");
    };
    assert_eq!(
        (dangling.table.as_str(), dangling.column.as_str()),
        ("theme", "parent_id")
    );
    assert_eq!(
        (dangling.row, dangling.target.as_str()),
        (row, "rcm/nowhere")
    );
}
