//! The database's schema: which migrations it has, and bringing it to this program's.

use std::collections::BTreeSet;

use migration::{Migrator, MigratorTrait, SchemaManager, seaql_migrations};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    Statement,
};

use super::error::Error;
use super::transaction::{Access, begin};

/// Which migrations a database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Those of this program, the oldest first, with whether the database has them.
    pub migrations: Vec<(String, bool)>,
    /// Those that the database has and this program does not know: a newer one made them.
    pub unknown: Vec<String>,
}

impl Schema {
    /// What a database has. Nothing is written.
    pub async fn of(db: &DatabaseConnection) -> Result<Self, Error> {
        let transaction = begin(db, Access::Read).await?;
        let schema = Self::within(&transaction).await?;
        transaction.commit().await?;
        Ok(schema)
    }

    async fn within(transaction: &DatabaseTransaction) -> Result<Self, Error> {
        let mut applied = applied(transaction).await?;
        let known = Migrator::migrations().into_iter();
        let migrations = known.map(|migration| {
            let name = migration.name().to_owned();
            let is_applied = applied.remove(&name);
            (name, is_applied)
        });
        Ok(Self {
            migrations: migrations.collect(),
            unknown: applied.into_iter().collect(),
        })
    }

    /// The migrations of this program that the database has, the oldest first.
    #[must_use]
    pub fn applied(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.having(true)
    }

    /// Those that it lacks.
    #[must_use]
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.having(false)
    }

    fn having(&self, applied: bool) -> impl DoubleEndedIterator<Item = &str> {
        let having = self.migrations.iter().filter(move |(_, is)| *is == applied);
        having.map(|(name, _)| &**name)
    }

    /// Whether no migration was ever made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.applied().next().is_none()
    }

    /// Refuses a schema of a newer program.
    pub fn check_known(&self) -> Result<(), Error> {
        if self.unknown.is_empty() {
            return Ok(());
        }
        let migrations = self.unknown.join(", ");
        Err(Error::Newer { migrations })
    }

    /// Refuses a schema that is not this program's.
    pub fn check(&self) -> Result<(), Error> {
        self.check_known()?;
        match self.pending().next() {
            Some(migration) => Err(Error::Older {
                migration: migration.to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// What became of a schema, to be told once it is kept.
#[derive(Debug)]
pub(super) struct Migrated {
    before: Option<String>,
    after: Option<String>,
    migrations: Vec<String>,
}

impl Migrated {
    /// Tells the log, if anything was done.
    pub(super) fn tell(&self) {
        let nothing = || "nothing".to_owned();
        if self.migrations.is_empty() {
            return;
        }
        tracing::info!(
            from = self.before.clone().unwrap_or_else(nothing),
            to = self.after.clone().unwrap_or_else(nothing),
            migrations = self.migrations.join(", "),
            "the database's schema is migrated"
        );
    }
}

/// Brings the schema up to this program's. Where nothing is missing, nothing is written, and no right to is
/// needed.
pub(super) async fn migrate(transaction: &DatabaseTransaction) -> Result<Migrated, Error> {
    let before = Schema::within(transaction).await?;
    before.check_known()?;
    if before.pending().next().is_some() {
        Migrator::up(transaction, None).await?;
    }
    migrated(&before, transaction).await
}

/// Takes the schema back by `steps` migrations, or to nothing; the data in dropped tables is lost.
pub(super) async fn migrate_down(
    transaction: &DatabaseTransaction,
    steps: Option<u32>,
) -> Result<Migrated, Error> {
    let before = Schema::within(transaction).await?;
    before.check_known()?;
    Migrator::down(transaction, steps).await?;
    migrated(&before, transaction).await
}

async fn migrated(before: &Schema, transaction: &DatabaseTransaction) -> Result<Migrated, Error> {
    let after = Schema::within(transaction).await?;
    let newest = |schema: &Schema| schema.applied().next_back().map(str::to_owned);
    let differing = before.migrations.iter().zip(&after.migrations);
    let differing = differing.filter(|((_, before), (_, after))| before != after);
    Ok(Migrated {
        before: newest(before),
        after: newest(&after),
        migrations: differing.map(|((name, _), _)| name.clone()).collect(),
    })
}

async fn applied(transaction: &DatabaseTransaction) -> Result<BTreeSet<String>, Error> {
    if !has_schema(transaction).await? {
        return Err(Error::NoSchema);
    }
    if !has_table(transaction, "seaql_migrations").await? {
        return Ok(BTreeSet::new());
    }
    let models = seaql_migrations::Entity::find().all(transaction).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

/// Whether a database has a table. PostgreSQL's catalogue is asked: what a role may not read,
/// `information_schema` does not show.
pub async fn has_table(transaction: &DatabaseTransaction, name: &str) -> Result<bool, DbErr> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        return SchemaManager::new(transaction).has_table(name).await;
    }
    let question = format!("SELECT to_regclass('{name}') IS NOT NULL AS is_so");
    is_so(transaction, question).await
}

/// Whether a role may use a schema, in PostgreSQL's sense.
async fn has_schema(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        return Ok(true);
    }
    let question = "SELECT current_schema() IS NOT NULL AS is_so".to_owned();
    is_so(transaction, question).await
}

async fn is_so(transaction: &DatabaseTransaction, question: String) -> Result<bool, DbErr> {
    let question = Statement::from_string(DbBackend::Postgres, question);
    match transaction.query_one_raw(question).await? {
        Some(row) => row.try_get("", "is_so"),
        None => Ok(false),
    }
}
