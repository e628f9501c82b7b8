//! Which programs go on beside a migration without knowing it: noted in the database with the migration, as an older
//! program has nothing else to tell it by.

use std::collections::BTreeMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The table of the notes.
pub const TABLE: &str = "expanding_migration";
/// A migration that programs go on beside.
const MIGRATION: &str = "migration";
/// The migration that they must know.
const NEEDS: &str = "needs";

/// The table: a row for each migration that other programs go on beside than those that know it.
pub(crate) fn table() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(text(MIGRATION).primary_key())
        .col(text(NEEDS))
        .take()
}

/// Notes that programs go on beside a migration if they know another one.
pub(crate) async fn note(
    manager: &SchemaManager<'_>,
    migration: &str,
    needs: &str,
) -> Result<(), DbErr> {
    let note = Query::insert()
        .into_table(TABLE)
        .columns([MIGRATION, NEEDS])
        .values_panic([migration.into(), needs.into()])
        .take();
    manager.execute(note).await
}

/// Takes back what is noted of a migration.
pub(crate) async fn forget(manager: &SchemaManager<'_>, migration: &str) -> Result<(), DbErr> {
    let forget = Query::delete()
        .from_table(TABLE)
        .and_where(Expr::col(MIGRATION).eq(migration))
        .take();
    manager.execute(forget).await
}

/// The migrations that programs go on beside, each with the one that they must know.
pub async fn noted(db: &impl ConnectionTrait) -> Result<BTreeMap<String, String>, DbErr> {
    let all = Query::select()
        .columns([MIGRATION, NEEDS])
        .from(TABLE)
        .take();
    let rows = db.query_all(&all).await?.into_iter();
    let notes = rows.map(|row| Ok((row.try_get("", MIGRATION)?, row.try_get("", NEEDS)?)));
    notes.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm_migration::sea_orm::{Database, DatabaseConnection};

    use super::*;
    use crate::Migrator;
    use crate::alter::{AlterTables, Change};
    use crate::create::CreateTables;

    const FIRST: &str = "m20261201_000002_expanding";

    async fn in_memory() -> DatabaseConnection {
        let connecting = Box::pin(Database::connect("sqlite::memory:"));
        connecting.await.expect("a database")
    }

    fn later() -> Vec<TableCreateStatement> {
        vec![Table::create().table("later").col(text("id")).take()]
    }

    fn nothing() -> Vec<Change> {
        Vec::new()
    }

    #[tokio::test]
    async fn what_a_migration_needs_is_noted_with_it_and_goes_with_it() {
        let db = in_memory().await;
        let manager = SchemaManager::new(&db);
        manager.create_table(table()).await.expect("the table");
        let migrations: [Box<dyn MigrationTrait>; 3] = [
            Box::new(CreateTables {
                name: "m1",
                tables: later,
                needs: Some(FIRST),
            }),
            Box::new(AlterTables {
                name: "m2",
                changes: nothing,
                needs: Some("m1"),
            }),
            Box::new(AlterTables {
                name: "m3",
                changes: nothing,
                needs: None,
            }),
        ];
        for migration in &migrations {
            migration.up(&manager).await.expect("up");
        }
        let note = |migration: &str, needs: &str| (migration.to_owned(), needs.to_owned());
        let both = BTreeMap::from([note("m1", FIRST), note("m2", "m1")]);
        assert_eq!(noted(&db).await.expect("notes"), both);
        for (migration, left) in migrations.iter().rev().zip([2, 1, 0]) {
            migration.down(&manager).await.expect("down");
            assert_eq!(noted(&db).await.expect("notes").len(), left);
        }
    }

    #[tokio::test]
    async fn each_migration_needs_one_before_it_that_can_read_the_notes() {
        let db = in_memory().await;
        Migrator::up(&db, None).await.expect("up");
        let names: Vec<_> = Migrator::migrations()
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect();
        let place = |name: &String| names.iter().position(|known| known == name);
        let first = place(&FIRST.to_owned()).expect("the first");
        let needed = noted(&db).await.expect("notes");
        for (migration, needs) in &needed {
            assert!(place(migration) > place(needs), "{migration} needs {needs}");
            assert!(place(needs) >= Some(first), "{migration} needs {needs}");
        }
        // A name is used once.
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
