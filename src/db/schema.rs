//! The database's schema: which migrations it has, and bringing it to this program's.

use std::collections::BTreeSet;
use std::fmt;

use migration::{Migrator, MigratorTrait, SchemaManager, seaql_migrations};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    Statement,
};

use super::error::Error;
use super::transaction::{Access, begin};

/// Where a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MigrationState {
    /// The database has it.
    Applied,
    /// The database lacks it.
    Pending,
    /// The database has it, and this program does not know it.
    Unknown,
}

impl fmt::Display for MigrationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
        })
    }
}

/// The migrations that this program knows, and those that the database has beside them, by name. Nothing is
/// written.
pub async fn migrations(db: &DatabaseConnection) -> Result<Vec<(String, MigrationState)>, Error> {
    let transaction = begin(db, Access::Read).await?;
    let applied = applied(&transaction).await?;
    transaction.commit().await?;
    let known = Migrator::migrations();
    let known: Vec<_> = known.iter().map(|one| one.name().to_owned()).collect();
    let unknown: Vec<_> = applied
        .iter()
        .filter(|name| !known.contains(name))
        .cloned()
        .collect();
    let known = known.into_iter().map(|name| {
        let state = if applied.contains(&name) {
            MigrationState::Applied
        } else {
            MigrationState::Pending
        };
        (name, state)
    });
    let unknown = unknown
        .into_iter()
        .map(|name| (name, MigrationState::Unknown));
    Ok(known.chain(unknown).collect())
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
    if !has_migrations(transaction).await? {
        return Ok(BTreeSet::new());
    }
    let models = seaql_migrations::Entity::find().all(transaction).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

/// Whether the database has the table of its migrations. That a role may not read it is told by PostgreSQL when
/// it is read: what a role may not read, `information_schema` does not show.
async fn has_migrations(transaction: &DatabaseTransaction) -> Result<bool, Error> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        let schema = SchemaManager::new(transaction);
        return Ok(schema.has_table("seaql_migrations").await?);
    }
    let question = "SELECT current_schema() IS NOT NULL AS may_use,
        to_regclass('seaql_migrations') IS NOT NULL AS is_there";
    let question = Statement::from_string(DbBackend::Postgres, question);
    let row = transaction.query_one_raw(question).await?;
    let (may_use, is_there) = match row {
        Some(row) => (row.try_get("", "may_use")?, row.try_get("", "is_there")?),
        None => (false, false),
    };
    if may_use {
        Ok(is_there)
    } else {
        Err(Error::NoSchema)
    }
}
