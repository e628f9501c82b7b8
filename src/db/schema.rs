//! The database's schema: which migrations it has, and bringing it to this program's.

use std::collections::BTreeSet;

use migration::{Migrator, MigratorTrait, SchemaManager, seaql_migrations};
use sea_orm::{DatabaseConnection, DatabaseTransaction, EntityTrait};

use super::error::Error;
use super::transaction::{Access, begin};

/// The migrations this program knows, each with whether the database has it. Nothing is written.
pub async fn migrations(db: &DatabaseConnection) -> Result<Vec<(String, bool)>, Error> {
    let transaction = begin(db, Access::Read).await?;
    let applied = applied(&transaction).await?;
    transaction.commit().await?;
    let known = Migrator::migrations().into_iter();
    Ok(known
        .map(|migration| {
            let name = migration.name().to_owned();
            let is_applied = applied.contains(&name);
            (name, is_applied)
        })
        .collect())
}

/// Refuses a database whose schema is not this program's. Nothing is written.
pub(super) async fn check(db: &DatabaseConnection) -> Result<(), Error> {
    let transaction = begin(db, Access::Read).await?;
    let missing = missing(&transaction).await?.into_iter().next();
    transaction.commit().await?;
    match missing {
        Some(migration) => Err(Error::Older { migration }),
        None => Ok(()),
    }
}

/// Brings the schema up to this program's. Where nothing is missing, nothing is written, and no right to is
/// needed.
pub(super) async fn migrate(transaction: &DatabaseTransaction) -> Result<(), Error> {
    if !missing(transaction).await?.is_empty() {
        Migrator::up(transaction, None).await?;
    }
    Ok(())
}

/// Takes the schema back by `steps` migrations, or to nothing; the data in dropped tables is lost.
pub(super) async fn migrate_down(
    transaction: &DatabaseTransaction,
    steps: Option<u32>,
) -> Result<(), Error> {
    missing(transaction).await?;
    Ok(Migrator::down(transaction, steps).await?)
}

/// The migrations that the database lacks; a database of a newer program is refused.
async fn missing(transaction: &DatabaseTransaction) -> Result<Vec<String>, Error> {
    let applied = applied(transaction).await?;
    let known = Migrator::migrations();
    let known: Vec<_> = known.iter().map(|one| one.name().to_owned()).collect();
    if let Some(migration) = applied.iter().find(|name| !known.contains(name)) {
        let migration = migration.clone();
        return Err(Error::Newer { migration });
    }
    let lacks = |name: &String| !applied.contains(name);
    Ok(known.into_iter().filter(lacks).collect())
}

async fn applied(transaction: &DatabaseTransaction) -> Result<BTreeSet<String>, Error> {
    let schema = SchemaManager::new(transaction);
    if !schema.has_table("seaql_migrations").await? {
        return Ok(BTreeSet::new());
    }
    let models = seaql_migrations::Entity::find().all(transaction).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}
