//! Migrations: up and down on both databases, and the same tables as the entities.

use entity::tables::{AsyncVisitor, Table, each_async};
use iscm::db::{Schema, Setup};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::support::{Backend, TestDatabase, both_databases, connect, fails};

both_databases! {
    migrations_go_up_down_and_up_again,
    every_entity_has_its_table,
    a_newer_database_is_refused,
}

async fn applied(db: &DatabaseConnection) -> usize {
    let schema = Schema::of(db).await.expect("a schema");
    schema.applied().count()
}

async fn migrations_go_up_down_and_up_again(backend: Backend) {
    let database = TestDatabase::empty(backend);
    let db = connect(&database).await;
    let schema = Schema::of(&db).await.expect("a schema");
    let count = schema.migrations.len();
    assert!(count >= 8);
    assert!(schema.is_empty());
    assert_eq!(applied(&db).await, 0);
    // Down by so many, or up.
    for (down, left) in [
        (None, count),
        (None, count),
        (Some(Some(1)), count - 1),
        (Some(None), 0),
        (None, count),
    ] {
        let setup = Setup::begin(&database.config().database).await;
        let mut setup = setup.expect("a setup");
        match down {
            None => setup.migrate().await.expect("up"),
            Some(steps) => setup.migrate_down(steps).await.expect("down"),
        }
        setup.commit().await.expect("committed");
        assert_eq!(applied(&db).await, left);
    }
    each_async(&mut Selects(&db))
        .await
        .expect("every table is there again");
}

struct Selects<'a>(&'a DatabaseConnection);

impl AsyncVisitor for Selects<'_> {
    async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
        E::find().all(self.0).await?;
        Ok(())
    }
}

async fn every_entity_has_its_table(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = connect(&database).await;
    each_async(&mut Selects(&db))
        .await
        .expect("every column is there");
    assert!(
        entity::change::Entity::find()
            .one(&db)
            .await
            .expect("the log")
            .is_some()
    );
}

async fn a_newer_database_is_refused(backend: Backend) {
    use sea_orm::ConnectionTrait;

    let database = TestDatabase::filled(backend).await;
    let db = connect(&database).await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES
        ('m29990101_000001_later', 0), ('m29990101_000002_last', 0)";
    db.execute_unprepared(newer).await.expect("inserted");
    db.close().await.expect("closed");
    let url = database.url();
    let folder = database.folder().join("export").display().to_string();
    for args in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["migrate", "down"],
        &["migrate", "down", "--steps", "1"],
        &["import", "data"],
        &["import", "--embedded"],
        &["import", "data", "--dry-run"],
        &["export", &folder],
    ] {
        let parts = [
            "newer version of this program",
            "m29990101_000001_later, m29990101_000002_last",
            "use the newer version",
        ];
        fails(&[args, &["--database", &url]].concat(), &parts);
    }
    let db = connect(&database).await;
    let schema = Schema::of(&db).await.expect("a schema");
    assert_eq!(schema.pending().count(), 0, "nothing was taken back");
    // What is unknown is told as such, what is known as ever.
    let status = crate::support::run(&["migrate", "status", "--database", &database.url()]);
    assert_eq!(status.code, Some(0), "{status:?}");
    let (last, others): (Vec<_>, Vec<_>) = status
        .out
        .lines()
        .partition(|line| line.starts_with("unknown "));
    assert_eq!(
        last,
        [
            "unknown m29990101_000001_later",
            "unknown m29990101_000002_last"
        ],
        "{status:?}"
    );
    assert!(
        others.len() >= 7 && others.iter().all(|line| line.starts_with("applied ")),
        "{status:?}"
    );
    // So is one of a program that is older than all of this one's.
    db.execute_unprepared("DELETE FROM seaql_migrations")
        .await
        .expect("deleted");
    let other = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20001231_other', 0)";
    db.execute_unprepared(other).await.expect("inserted");
    let status = crate::support::run(&["migrate", "status", "--database", &database.url()]);
    assert!(
        status.out.ends_with("unknown m20001231_other\n"),
        "{status:?}"
    );
    assert!(status.out.starts_with("pending "), "{status:?}");
}
