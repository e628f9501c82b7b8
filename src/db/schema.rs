//! The database's schema: which migrations it has, and bringing it to this program's.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MigratorTrait, SchemaManager, expanding, seaql_migrations};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    Statement,
};

use super::error::Error;
use super::transaction::{Access, alone, begin};

/// Which migrations a database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Those of this program, the oldest first, with whether the database has them.
    pub migrations: Vec<(String, bool)>,
    /// Those that the database has and this program does not know, but goes on beside: a newer one made them, and
    /// noted that.
    pub beside: Vec<String>,
    /// Those that a newer one made and this program cannot go on beside.
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

    /// Refuses, in a transaction that writes, a schema that this program does not go on with: it may have become one since
    /// it was looked at.
    pub(super) async fn check_in(transaction: &DatabaseTransaction) -> Result<(), Error> {
        let applied = listed(transaction).await?;
        Self::having_applied(transaction, applied).await?.check()
    }

    async fn within(transaction: &DatabaseTransaction) -> Result<Self, Error> {
        let applied = applied(transaction).await?;
        Self::having_applied(transaction, applied).await
    }

    async fn having_applied(
        transaction: &DatabaseTransaction,
        mut applied: BTreeSet<String>,
    ) -> Result<Self, Error> {
        let known = Migrator::migrations().into_iter();
        let migrations = known.map(|migration| {
            let name = migration.name().to_owned();
            let is_applied = applied.remove(&name);
            (name, is_applied)
        });
        let migrations: Vec<_> = migrations.collect();
        let noted = noted(transaction, &applied).await?;
        let is_known = |needed: &String| migrations.iter().any(|(name, _)| name == needed);
        let goes_on = |name: &String| noted.get(name).is_some_and(is_known);
        let (beside, unknown) = applied.into_iter().partition(goes_on);
        Ok(Self {
            migrations,
            beside,
            unknown,
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
        self.unknown.is_empty() && self.beside.is_empty() && self.applied().next().is_none()
    }

    /// Refuses a schema of a newer program, if this one cannot go on beside that.
    pub fn check(&self) -> Result<(), Error> {
        refuse(self.unknown.iter())?;
        let Some(migration) = self.pending().next() else {
            return Ok(());
        };
        // Of a program that knows more in one place and less in another.
        refuse(self.beside.iter())?;
        Err(Error::Older {
            migration: migration.to_owned(),
        })
    }

    /// Refuses one that has any migration of a newer program: those are taken back by that alone.
    fn check_known(&self) -> Result<(), Error> {
        refuse(self.beside.iter().chain(&self.unknown))
    }
}

/// Commits what was written, only if the schema is still one that this program goes on with. Who migrates tables that were
/// written to waits until then.
pub async fn commit_written(transaction: DatabaseTransaction) -> Result<(), Error> {
    Schema::check_in(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// Refuses migrations of a newer program, if there are any.
fn refuse<'m>(migrations: impl Iterator<Item = &'m String>) -> Result<(), Error> {
    let migrations: Vec<_> = migrations.map(String::as_str).collect();
    if migrations.is_empty() {
        return Ok(());
    }
    let migrations = migrations.join(", ");
    Err(Error::Newer { migrations })
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
    match before.check() {
        Ok(()) => {}
        Err(Error::Older { .. }) => {
            alone(transaction).await?;
            Migrator::up(transaction, None).await?;
        }
        Err(newer) => return Err(newer),
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
    alone(transaction).await?;
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
    Ok(listed(transaction).await?)
}

async fn listed(transaction: &DatabaseTransaction) -> Result<BTreeSet<String>, DbErr> {
    let models = seaql_migrations::Entity::find().all(transaction).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

/// What is noted of migrations that are not known: beside which programs go on, each with the one that these must know.
async fn noted(
    transaction: &DatabaseTransaction,
    unknown: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, DbErr> {
    // The table itself may be newer than what there is.
    if unknown.is_empty() || !has_table(transaction, expanding::TABLE).await? {
        return Ok(BTreeMap::new());
    }
    expanding::noted(transaction).await
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
