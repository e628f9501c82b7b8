//! Databases that are restored, and files that are swapped or taken away, under a running server.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use entity::tables::{AsyncVisitor, Table, each_async_back};
use entity::{changeset, dataset, iscm as ism};
use iscm::config::Config;
use iscm::dataset::Files;
use iscm::graph::{Graph, Kept};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use serde_json::{Value, json};

use crate::support::{
    Backend, DataFolder, TestDatabase, TestServer, both_databases, run, without_version,
};

both_databases! {
    a_restored_database_is_served_whatever_its_number,
    a_restored_database_has_its_own_history,
    a_version_that_contradicts_itself_is_tried_again_after_pauses,
    an_emptied_database_is_not_served,
    a_number_that_was_lost_is_taken_from_the_log,
    what_contradicts_itself_is_not_exported,
}

const REFRESH: Duration = Duration::from_millis(50);

fn following(database: &TestDatabase) -> Config {
    let mut config = database.config();
    config.refresh = REFRESH;
    config
}

/// Changes the year of the RCM's founding, and the version's number and moment, as a restored database has them.
async fn restore(db: &DatabaseConnection, year: i32, number: i64, at: i64) {
    let changed = ism::Entity::update_many()
        .col_expr(ism::Column::Established, Expr::value(year))
        .filter(ism::Column::Id.eq("rcm"));
    changed.exec(db).await.expect("changed");
    db.execute_unprepared("DELETE FROM change")
        .await
        .expect("deleted");
    db.execute_unprepared("DELETE FROM changeset")
        .await
        .expect("deleted");
    let changeset = changeset::ActiveModel {
        version: sea_orm::Set(number),
        created_at: sea_orm::Set(at),
        actor: sea_orm::Set("restore".to_owned()),
        message: sea_orm::Set("restored".to_owned()),
    };
    changeset::Entity::insert(changeset)
        .exec_without_returning(db)
        .await
        .expect("inserted");
    let version =
        dataset::Entity::update_many().col_expr(dataset::Column::Version, Expr::value(number));
    version.exec(db).await.expect("changed");
}

async fn ready(server: &TestServer) -> Value {
    server.get("/readyz").await.json().await.expect("JSON")
}

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    assert!(waited.is_ok(), "{what}");
}

async fn serves(server: &TestServer, version: i64, year: i32) {
    let query = r#"{ dataset { version } iscm(acronym: "RCM") { established } }"#;
    let right = json!({ "dataset": { "version": version }, "iscm": { "established": year } });
    until(&right.to_string(), async || {
        server.data(query, json!({})).await == right
    })
    .await;
    until("current", async || {
        ready(server).await["lag"]["current"] == json!(true)
    })
    .await;
}

async fn a_restored_database_is_served_whatever_its_number(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let server = TestServer::with(&following(&database)).await;
    let db = database.open().await;
    // The same number at another moment, a higher one, and a lower one.
    for (year, number, at) in [(1990, 1, 7), (1991, 5, 9), (1992, 2, 8), (1993, 2, 7)] {
        restore(&db, year, number, at).await;
        serves(&server, number, year).await;
    }
}

async fn a_restored_database_has_its_own_history(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let server = TestServer::with(&following(&database)).await;
    let db = database.open().await;
    let import = async |year: i32, version: i64| {
        let folder = DataFolder::copy();
        let established = format!("established = {year}");
        folder.replace("iscm/rcm.toml", "established = 1996", &established);
        let files = Files::read(folder.path()).expect("the files");
        let imported = iscm::import(&db, &files, "imported").await;
        assert_eq!(imported.expect("imported").version, version);
        serves(&server, version, year).await;
    };
    import(1997, 2).await;
    import(1998, 3).await;
    let query = r#"{ asOf(version: 2) { iscm(acronym: "RCM") { established } } }"#;
    let data = server.data(query, json!({})).await;
    assert_eq!(data["asOf"]["iscm"]["established"], 1997);
    // The same numbers again, of which the server has kept what they were before.
    restore(&db, 1990, 2, 9).await;
    serves(&server, 2, 1990).await;
    import(1991, 3).await;
    let data = server.data(query, json!({})).await;
    assert_eq!(data["asOf"]["iscm"]["established"], 1990);
    let query = r#"{ dataset { versions { nodes { number message } } }
        iscm(acronym: "RCM") { changedIn history { nodes { version { number } } } }
        country(code: "MX") { changedIn history { totalCount } } }"#;
    let data = server.data(query, json!({})).await;
    let versions =
        json!([{ "number": 3, "message": "imported" }, { "number": 2, "message": "restored" }]);
    assert_eq!(data["dataset"]["versions"]["nodes"], versions);
    let rcm = json!({ "changedIn": 3, "history": { "nodes": [{ "version": { "number": 3 } }] } });
    assert_eq!(data["iscm"], rcm);
    let mexico = json!({ "changedIn": 2, "history": { "totalCount": 0 } });
    assert_eq!(
        data["country"], mexico,
        "the log does not tell what changed it"
    );
    for (query, oldest) in [
        ("{ asOf(version: 1) { dataset { version } } }", 2),
        ("{ changes(since: 0) { totalCount } }", 1),
    ] {
        let answer = server.ask(query, json!({})).await;
        let extensions = &answer["errors"][0]["extensions"];
        assert_eq!(extensions["code"], "VERSION_GONE", "{query}: {answer}");
        assert_eq!(extensions["oldest"], oldest, "{query}: {answer}");
    }
}

async fn a_version_that_contradicts_itself_is_tried_again_after_pauses(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let mut config = following(&database);
    config.refresh = Duration::from_millis(100);
    let statements = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&statements);
    let mut counted = database.open().await;
    counted.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let app = iscm::App::over(counted, &config).await.expect("an app");
    let loading = statements.load(Ordering::Relaxed);
    let server = TestServer::of(app).await;
    let db = database.open().await;
    db.execute_unprepared("DELETE FROM activity WHERE id = (SELECT min(id) FROM activity)")
        .await
        .expect("deleted");
    restore(&db, 1990, 2, 9).await;
    until("it is seen", async || {
        ready(&server).await["lag"]["versions"] == json!(1)
    })
    .await;
    let before = statements.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let asked = statements.load(Ordering::Relaxed) - before;
    // Looked at fifteen times, loaded after 0.1, 0.2, 0.4 and 0.8 seconds.
    assert!(
        asked > loading && asked < 8 * loading,
        "{asked} of {loading}"
    );
    let told = ready(&server).await;
    assert_eq!(told["lag"]["current"], json!(false), "{told}");
    assert_eq!(
        told["lag"]["seconds"],
        json!(0),
        "it is looked at all the time: {told}"
    );
    assert_eq!(told["version"], json!(1));
    // A version that is sound is served at once, however long the pause has become.
    let files = iscm::dataset::Files::embedded();
    iscm::import(&db, &files, "mended").await.expect("imported");
    serves(&server, 3, 1996).await;
}

/// Deletes all rows of all tables of the data.
struct Empties<'a>(&'a DatabaseConnection);

impl AsyncVisitor for Empties<'_> {
    async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
        E::delete_many().exec(self.0).await?;
        Ok(())
    }
}

async fn an_emptied_database_is_not_served(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let server = TestServer::with(&following(&database)).await;
    let db = database.open().await;
    let is_left = async || {
        until("it is seen", async || {
            ready(&server).await["lag"]["current"] == json!(false)
        })
        .await;
        let data = server.data("{ dataset { version } }", json!({})).await;
        assert_eq!(data["dataset"]["version"], 1);
        let out = database.folder().join("export").display().to_string();
        let exported = run(&["export", &out, "--database", &database.url()]);
        assert_eq!(exported.code, Some(1), "{exported:?}");
        assert!(exported.err.contains("holds no data set"), "{exported:?}");
    };
    // The number alone, and then all rows, whatever the number.
    db.execute_unprepared("DELETE FROM dataset")
        .await
        .expect("deleted");
    is_left().await;
    iscm::import(&db, &iscm::dataset::Files::embedded(), "the same")
        .await
        .expect("imported");
    serves(&server, 1, 1996).await;
    each_async_back(&mut Empties(&db)).await.expect("deleted");
    is_left().await;
    let number = dataset::Entity::update_many().col_expr(dataset::Column::Version, Expr::value(7));
    number.exec(&db).await.expect("changed");
    is_left().await;
    // A start fills it, behind what the log has.
    let app = iscm::App::build(&database.config()).await.expect("an app");
    assert_eq!(app.graph().snapshot().version().number, 8);
    serves(&server, 8, 1996).await;
}

async fn a_number_that_was_lost_is_taken_from_the_log(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    restore(&db, 1990, 5, 9).await;
    let files = iscm::export(&db).await.expect("exported");
    // A start finds what is there, and does not write over it.
    db.execute_unprepared("DELETE FROM dataset")
        .await
        .expect("deleted");
    let app = iscm::App::build(&database.config()).await.expect("an app");
    assert_eq!(app.graph().snapshot().version().number, 5);
    drop(app);
    assert_eq!(iscm::export(&db).await.expect("exported"), files);
    // An import goes on behind the log: the number lost, none, or one that was set back.
    for (sql, next) in [
        ("DELETE FROM dataset", 6),
        ("UPDATE dataset SET version = 0", 7),
        ("UPDATE dataset SET version = 2", 8),
    ] {
        db.execute_unprepared(sql).await.expect("changed");
        let year = 1990 + next;
        let changed = files.iter().map(|(path, text)| {
            let is_rcm = path == "iscm/rcm.toml";
            let text = text.replacen(
                "established = 1990",
                &format!("established = {year}"),
                usize::from(is_rcm),
            );
            (path.to_owned(), text)
        });
        let files: iscm::dataset::Files = changed.collect();
        let outcome = iscm::import(&db, &files, sql).await.expect(sql);
        assert_eq!(outcome.version, next, "{sql}");
        let again = iscm::import(&db, &files, sql).await.expect(sql);
        assert_eq!((again.version, again.changed.len()), (next, 0), "{sql}");
        let version = iscm::store::version(&db).await.expect("a version");
        assert_eq!(version.number, next, "{sql}");
    }
    // Where the log is lost, too, it is the first.
    let files = iscm::export(&db).await.expect("exported");
    for sql in [
        "DELETE FROM dataset",
        "DELETE FROM change",
        "DELETE FROM changeset",
    ] {
        db.execute_unprepared(sql).await.expect("deleted");
    }
    let exported = iscm::export(&db).await.expect_err("none is noted");
    assert!(exported.to_string().contains("no data set"), "{exported}");
    let app = iscm::App::build(&database.config()).await.expect("an app");
    assert_eq!(app.graph().snapshot().version().number, 1);
    let again = iscm::export(&db).await.expect("exported");
    assert_eq!(without_version(&again), without_version(&files));
}

async fn what_contradicts_itself_is_not_exported(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    db.execute_unprepared("DELETE FROM activity WHERE id = (SELECT min(id) FROM activity)")
        .await
        .expect("deleted");
    let out = database.folder().join("export");
    let exported = run(&[
        "export",
        &out.display().to_string(),
        "--database",
        &database.url(),
    ]);
    assert_eq!(exported.code, Some(1), "{exported:?}");
    assert!(exported.err.contains("contradicts itself"), "{exported:?}");
    assert!(!out.exists(), "nothing is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swapped_and_a_removed_file_are_noticed() {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    let server = TestServer::with(&following(&database)).await;
    let mut at = 0;
    for (year, number) in [(1990, 3), (1991, 3), (1992, 1)] {
        let other = TestDatabase::filled(Backend::Sqlite).await;
        let db = other.open().await;
        at += 1;
        restore(&db, year, number, at).await;
        db.close().await.expect("closed");
        fs::rename(other.file(), database.file()).expect("swapped");
        serves(&server, number, year).await;
    }
    // The same version in another file, with something else in it.
    let other = database.folder().join("other.sqlite");
    fs::copy(database.file(), &other).expect("a copy");
    let mut config = database.config();
    config.database.url =
        iscm::db::DatabaseUrl::parse(&format!("sqlite://{}", other.display())).expect("an address");
    let db = iscm::open(&config).await.expect("opened");
    restore(&db, 1980, 1, at).await;
    db.close().await.expect("closed");
    fs::rename(&other, database.file()).expect("swapped");
    serves(&server, 1, 1980).await;

    let away = database.folder().join("away.sqlite");
    fs::rename(database.file(), &away).expect("taken away");
    until("it is told", async || {
        ready(&server).await["lag"]["current"] == json!(false)
    })
    .await;
    until("seconds grow", async || {
        ready(&server).await["lag"]["seconds"].as_u64() > Some(0)
    })
    .await;
    let data = server.data("{ dataset { version } }", json!({})).await;
    assert_eq!(data["dataset"]["version"], 1, "what was read is served");
    assert!(!database.file().exists(), "looking makes no file");
    fs::rename(&away, database.file()).expect("put back");
    serves(&server, 1, 1980).await;
}

/// Says on which thread it was dropped.
struct Dropped(Mutex<std::sync::mpsc::Sender<std::thread::ThreadId>>);

impl Kept for Dropped {}

impl Drop for Dropped {
    fn drop(&mut self) {
        let sender = self.0.get_mut().expect("no panic");
        let _ = sender.send(std::thread::current().id());
    }
}

#[tokio::test]
async fn an_old_version_is_dropped_where_nobody_waits() {
    // All of the runtime is this thread.
    let here = std::thread::current().id();
    let server = TestServer::following(Backend::Sqlite).await;
    let graph: Graph = server.graph().clone();
    let (dropped, drops) = std::sync::mpsc::channel();
    graph.snapshot().kept(|| Dropped(Mutex::new(dropped)));
    let held = graph.snapshot();
    server.publish(1997).await;
    serves(&server, 2, 1997).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(drops.try_recv().is_err(), "it is in use");
    drop(held);
    let mut dropped_at = None;
    until("it is dropped", async || {
        dropped_at = drops.try_recv().ok();
        dropped_at.is_some()
    })
    .await;
    assert_ne!(dropped_at, Some(here));
}
