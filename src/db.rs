//! The database: connecting, and bringing its schema to this program's.
//!
//! May use: nothing of ours.

use std::collections::BTreeSet;
use std::fs::File;
use std::time::Duration;

use log::LevelFilter;
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, Statement, TransactionTrait,
};

/// Where the database is: an SQLite file or a PostgreSQL server. Its password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// A database that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address names neither kind of database.
    #[error("is no database's address: write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME")]
    Url,
    /// It cannot be reached or opened.
    #[error("cannot open the database {url}: {reason}")]
    Open {
        /// The address without its password.
        url: String,
        /// What the database said.
        reason: String,
    },
    /// It was migrated by a newer program.
    #[error(
        "the database was made by a newer version of this program (it has the migration \
         {migration}); use that version, or another database"
    )]
    Newer {
        /// The first migration that is not known here.
        migration: String,
    },
    /// It was not migrated yet.
    #[error("the database lacks the migration {migration}; run `iscm migrate` first")]
    Older {
        /// The first migration that it lacks.
        migration: String,
    },
    /// The lock of the start cannot be taken.
    #[error("cannot lock the file beside the database: {0}")]
    Lock(std::io::Error),
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] DbErr),
}

impl DatabaseUrl {
    /// An address, if it is one: `sqlite://…` or `postgres://…`.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let has_scheme = |scheme| {
            url.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        };
        if ["sqlite:", "postgres://", "postgresql://"]
            .into_iter()
            .any(has_scheme)
        {
            Ok(Self(url.to_owned()))
        } else {
            Err(Error::Url)
        }
    }

    fn is_sqlite(&self) -> bool {
        self.0.starts_with("sqlite:")
    }

    /// The path of SQLite's file; none for a database in memory.
    fn file(&self) -> Option<String> {
        let path = self.0.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        (path != ":memory:").then(|| path.to_owned())
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What stands before the last @ of the authority may hold a password; queries may, too.
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("sqlite", &self.0));
        let rest = rest.split('?').next().unwrap_or_default();
        match rest.rsplit_once('@') {
            Some((user, host)) => {
                let user = user.split(':').next().unwrap_or_default();
                write!(f, "{scheme}://{user}:***@{host}")
            }
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Opens the database; an SQLite file is made where there is none.
pub async fn connect(url: &DatabaseUrl) -> Result<DatabaseConnection, Error> {
    open(url, "rwc").await
}

/// Opens a database that must be there and have this program's schema.
pub async fn connect_existing(url: &DatabaseUrl) -> Result<DatabaseConnection, Error> {
    let db = open(url, "rw").await?;
    refuse_newer(&db).await?;
    match migrations(&db)
        .await?
        .into_iter()
        .find(|(_, is_applied)| !is_applied)
    {
        Some((migration, _)) => Err(Error::Older { migration }),
        None => Ok(db),
    }
}

/// Opens the database; the mode is that of SQLite's addresses.
async fn open(url: &DatabaseUrl, mode: &str) -> Result<DatabaseConnection, Error> {
    let mut address = url.0.clone();
    if url.is_sqlite() && !address.contains("mode=") {
        let separator = if address.contains('?') { '&' } else { '?' };
        address = format!("{address}{separator}mode={mode}");
    }
    let mut options = ConnectOptions::new(address);
    options
        .max_connections(4)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging_level(LevelFilter::Debug)
        .sqlx_slow_statements_logging_settings(LevelFilter::Debug, Duration::from_secs(10))
        .map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
        });
    let failed = |error: DbErr| Error::Open {
        url: url.to_string(),
        reason: reason(&error),
    };
    let db = Database::connect(options).await.map_err(failed)?;
    db.ping().await.map_err(failed)?;
    Ok(db)
}

/// The innermost cause of an error, which says what is wrong.
fn reason(error: &DbErr) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// Opens the database and brings its schema up to this program's. Until the lock is let go of, other
/// programs that do the same wait.
pub async fn prepare(url: &DatabaseUrl) -> Result<(DatabaseConnection, StartLock), Error> {
    // SQLite's lock comes before the connection: while a new file is set up, another that opens it
    // does not wait but fails.
    let file = lock_file(url).await;
    let db = connect(url).await?;
    let lock = match file? {
        None if !url.is_sqlite() => StartLock::Postgres(lock_database(&db).await?),
        file => StartLock::Sqlite(file),
    };
    migrate(&db).await?;
    Ok((db, lock))
}

/// Brings the schema up to this program's.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), Error> {
    refuse_newer(db).await?;
    Ok(Migrator::up(db, None).await?)
}

/// Takes the schema back by `steps` migrations, or to nothing; the data in dropped tables is lost.
pub async fn migrate_down(db: &DatabaseConnection, steps: Option<u32>) -> Result<(), Error> {
    refuse_newer(db).await?;
    Ok(Migrator::down(db, steps).await?)
}

/// The migrations this program knows, each with whether the database has it.
pub async fn migrations(db: &DatabaseConnection) -> Result<Vec<(String, bool)>, Error> {
    let applied = applied(db).await?;
    let known = Migrator::migrations().into_iter();
    Ok(known
        .map(|migration| {
            let name = migration.name().to_owned();
            let is_applied = applied.contains(&name);
            (name, is_applied)
        })
        .collect())
}

async fn applied(db: &DatabaseConnection) -> Result<BTreeSet<String>, Error> {
    let models = Migrator::get_migration_models(db).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

async fn refuse_newer(db: &DatabaseConnection) -> Result<(), Error> {
    let known: BTreeSet<_> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    match applied(db).await?.difference(&known).next() {
        Some(migration) => Err(Error::Newer {
            migration: migration.clone(),
        }),
        None => Ok(()),
    }
}

/// Held while a program migrates and fills a database, so that one that starts at the same time
/// waits: a lock of PostgreSQL's, or one on a file beside SQLite's. Letting go of it lets the next in.
#[derive(Debug)]
pub enum StartLock {
    /// A transaction that holds the lock.
    Postgres(DatabaseTransaction),
    /// The file that is locked; none for a database in memory.
    Sqlite(Option<File>),
}

/// Any number; it must only be the same in every program of this kind.
const START_LOCK: i64 = 0x1_5C4D;

/// Waits for the lock on the file beside SQLite's, if there is one.
async fn lock_file(url: &DatabaseUrl) -> Result<Option<File>, Error> {
    let Some(path) = url.file() else {
        return Ok(None);
    };
    let locked = tokio::task::spawn_blocking(move || {
        let file = File::create(format!("{path}.lock"))?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    let locked = locked.await.map_err(|error| Error::Lock(error.into()))?;
    locked.map(Some).map_err(Error::Lock)
}

/// Waits for PostgreSQL's lock.
async fn lock_database(db: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    let transaction = db.begin().await?;
    let lock = format!("SELECT pg_advisory_xact_lock({START_LOCK})");
    transaction
        .execute_raw(Statement::from_string(DbBackend::Postgres, lock))
        .await?;
    Ok(transaction)
}

impl StartLock {
    /// Lets the next one in.
    pub async fn release(self) -> Result<(), Error> {
        match self {
            Self::Postgres(transaction) => Ok(transaction.commit().await?),
            Self::Sqlite(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for url in [
            "postgres://iscm:s3cret@db.example/graph",
            "postgres://iscm:s3cr@et@db.example/graph?password=s3cret",
            "postgres://db.example/graph?user=iscm&password=s3cret",
        ] {
            let url = DatabaseUrl::parse(url).expect("an address");
            assert!(!format!("{url} {url:?}").contains("s3c"), "{url}");
            assert!(url.to_string().ends_with("db.example/graph"), "{url}");
        }
    }

    #[test]
    fn other_addresses_are_refused() {
        for url in [
            "",
            "graph.sqlite",
            "mysql://localhost/graph",
            "sqlite:",
            "postgres://",
        ] {
            assert!(matches!(DatabaseUrl::parse(url), Err(Error::Url)), "{url}");
        }
    }
}
