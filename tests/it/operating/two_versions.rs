//! Two versions of the program on one database: the newer one migrates while servers of the older one answer and write.
//!
//! The older one is this program; what a newer one does to the database is done here by hand.

use std::time::Duration;

use iscm::App;
use iscm::dataset::Files;
use iscm::db::{self, Access};
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use super::{Client, Server};
use crate::office::Office;
use crate::status::{on, status};
use crate::support::{
    Backend, DataFolder, TestDatabase, TestServer, both_databases, connect, fails,
};

both_databases! {
    servers_go_on_beside_a_migration_that_expands,
    a_migration_that_they_cannot_go_on_beside_stops_writes_alone,
}

/// The migration that can tell of others.
const FIRST: &str = "m20261201_000002_expanding";
const EXPANDING: &str = "m29990101_000001_later";
const CONTRACTING: &str = "m29990101_000002_last";
const OLDER: &str = "this server is of an older version than its database, and only reads";

/// What a newer program does to a database, in one transaction.
async fn migrate(database: &TestDatabase, statements: &[String]) {
    let db = connect(database).await;
    let transaction = db::begin(&db, Access::SetUp).await.expect("begun");
    db::alone(&transaction).await.expect("nobody writes");
    for sql in statements {
        transaction.execute_unprepared(sql).await.expect(sql);
    }
    transaction.commit().await.expect("committed");
    db::close_written(db).await.expect("closed");
}

fn applied(migration: &str) -> String {
    format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{migration}', 0)")
}

fn note(migration: &str, needs: &str) -> String {
    format!("INSERT INTO expanding_migration (migration, needs) VALUES ('{migration}', '{needs}')")
}

/// What adds to the tables that are written to, and notes that.
fn expand() -> [String; 4] {
    [
        "ALTER TABLE proposal ADD COLUMN later text".to_owned(),
        "CREATE TABLE later (id text PRIMARY KEY, iscm_id text REFERENCES iscm (id))".to_owned(),
        applied(EXPANDING),
        note(EXPANDING, FIRST),
    ]
}

async fn following(database: &TestDatabase) -> TestServer {
    let mut config = database.config();
    config.refresh = Duration::from_millis(50);
    TestServer::with(&config).await
}

async fn servers_go_on_beside_a_migration_that_expands(backend: Backend) {
    let office = Office(TestServer::following(backend).await);
    let (database, key) = (
        office.0.database(),
        office.key("both", &["CURATOR", "ADMIN"]).await,
    );
    let other = following(database).await;
    let clients = [
        Client::start(&Server::of(&office.0), &key, "one"),
        Client::start(&Server::of(&other), &key, "two"),
    ];
    let [one, two] = &clients;
    tokio::join!(one.goes_on(), two.goes_on());
    migrate(database, &expand()).await;
    tokio::join!(one.goes_on(), two.goes_on());
    // One of the older version that is started now goes on as well.
    let late = following(database).await;
    Server::of(&late)
        .publishes(&key, "https://example.org/three")
        .await;
    let mut written = 1;
    for client in clients {
        written += client.end().await;
    }
    let newest = i64::from(written) + 1;
    for one in [&office.0, &other, &late] {
        Server::of(one).is(newest, true).await;
    }
    let log = office
        .0
        .data(
            "{ dataset { version versions(first: 1) { totalCount } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        log["dataset"],
        json!({ "version": newest, "versions": { "totalCount": newest } }),
        "gapless"
    );
    late.stop().await;
    other.stop().await;

    // Commands take it for what it is.
    let (words, told) = status(database);
    assert_eq!(
        (&told["schema"], &told["beside"], &told["unknown"]),
        (&json!("EXPANDED"), &json!([EXPANDING]), &json!([]))
    );
    assert!(
        words.contains(&format!(
            "newer than this program, which goes on beside {EXPANDING}"
        )),
        "{words}"
    );
    let listed = on(database, &["migrate", "status"]);
    assert!(
        listed.out.ends_with(&format!("beside {EXPANDING}\n")),
        "{listed:?}"
    );
    for args in [
        &["migrate"][..],
        &["import", "--embedded", "--dry-run"],
        &["key", "list"],
    ] {
        let done = on(database, args);
        assert_eq!(done.code, Some(0), "{args:?} {done:?}");
    }
    // It takes nothing back, as it does not know how.
    let url = database.url();
    fails(
        &["migrate", "down", "--steps", "1", "--database", &url],
        &["newer version", EXPANDING],
    );
}

async fn a_migration_that_they_cannot_go_on_beside_stops_writes_alone(backend: Backend) {
    let office = Office(TestServer::following(backend).await);
    let (database, key) = (
        office.0.database(),
        office.key("both", &["CURATOR", "ADMIN"]).await,
    );
    let here = Server::of(&office.0);
    assert_eq!(here.publishes(&key, "https://example.org/2").await, 2);
    // One that needs only what this program knows, and one that it is to know.
    let contract = [applied(CONTRACTING), note(CONTRACTING, EXPANDING)];
    migrate(database, &[&expand()[..], &contract].concat()).await;
    let before = office.0.graph().snapshot().version();
    here.reads_what_is_private(&key).await;
    here.refuses_writes(&key, OLDER).await;
    assert_eq!(here.ready().await, (2, true));
    // A newer version of the data is another program's: it says so, and reads on.
    office.0.publish(1997).await;
    here.is(2, false).await;
    assert_eq!(office.0.graph().snapshot().version(), before);
    here.refuses_writes(&key, OLDER).await;
    let refused = App::build(&database.config()).await.map(drop);
    let refused = refused.expect_err("it is not known").to_string();
    assert!(
        refused.contains(CONTRACTING) && !refused.contains(EXPANDING),
        "{refused}"
    );
    let (_, told) = status(database);
    assert_eq!(
        (&told["schema"], &told["beside"], &told["unknown"]),
        (&json!("NEWER"), &json!([EXPANDING]), &json!([CONTRACTING]))
    );
    // An import that was under way does not end.
    let db = connect(database).await;
    let folder = DataFolder::copy();
    folder.replace("iscm/rcm.toml", "region = \"", "region = \"The ");
    let files = Files::read(folder.path()).expect("files");
    let refused = iscm::exchange::import(&db, &files, "Files").await;
    db::close_written(db).await.expect("closed");
    let refused = refused.map(drop).expect_err("it is not known").to_string();
    assert!(refused.contains(CONTRACTING), "{refused}");
    // Taken back by the newer program, all goes on.
    let back = format!("DELETE FROM seaql_migrations WHERE version = '{CONTRACTING}'");
    let forget = format!("DELETE FROM expanding_migration WHERE migration = '{CONTRACTING}'");
    migrate(database, &[back, forget]).await;
    here.is(3, true).await;
    assert_eq!(here.publishes(&key, "https://example.org/4").await, 4);
}
