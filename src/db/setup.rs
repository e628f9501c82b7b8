//! Setting a database up: one program at a time, all or nothing, on one connection.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
};
use tokio::time::sleep;
use tracing::warn;

use super::address::Address;
use super::error::Error;
use super::open::{DatabaseConfig, connect};
use super::schema::{self, Migrated};
use super::sqlite::SqliteAddress;
use super::transaction::{Access, begin};
use crate::secret::shown_path;

/// Any number; it must only be the same in every program of this kind.
const LOCK: i64 = 0x1_5C4D;

/// A transaction in which a database is migrated and filled. Others that begin one wait until it ends: for a
/// lock of PostgreSQL's, or one on a file beside SQLite's. Dropped, it leaves the database as it was.
#[derive(Debug)]
pub struct Setup {
    db: DatabaseConnection,
    transaction: DatabaseTransaction,
    /// What became of the schema so far.
    migrated: Vec<Migrated>,
    /// The file that is locked, beside SQLite's.
    _file: Option<File>,
}

impl Setup {
    /// Waits for the lock and begins; an SQLite file is made where there is none.
    pub async fn begin(config: &DatabaseConfig) -> Result<Self, Error> {
        // SQLite's lock comes before the connection: while a new file is set up, another that opens it
        // does not wait but fails.
        let file = match &config.url.0 {
            Address::Sqlite(address) => lock(address).await?,
            Address::Postgres(_) => None,
        };
        let db = connect(config).await?;
        let transaction = begin(&db, Access::SetUp).await?;
        if let Address::Postgres(_) = &config.url.0 {
            let what = "PostgreSQL's lock of set-ups";
            wait(what, &Lock::Postgres(&transaction)).await?;
        }
        Ok(Self {
            db,
            transaction,
            migrated: Vec::new(),
            _file: file,
        })
    }

    /// The same where no SQLite file is to be made.
    pub async fn of_what_is_there(config: &DatabaseConfig) -> Result<Self, Error> {
        if let Address::Sqlite(address) = &config.url.0 {
            address.check_is_there()?;
        }
        Self::begin(config).await
    }

    /// The transaction.
    #[must_use]
    pub const fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Brings the schema up to this program's.
    pub async fn migrate(&mut self) -> Result<(), Error> {
        let migrated = schema::migrate(&self.transaction).await?;
        self.migrated.push(migrated);
        Ok(())
    }

    /// Takes the schema back by `steps` migrations, or to nothing; the data in dropped tables is lost.
    pub async fn migrate_down(&mut self, steps: Option<u32>) -> Result<(), Error> {
        let migrated = schema::migrate_down(&self.transaction, steps).await?;
        self.migrated.push(migrated);
        Ok(())
    }

    /// Keeps what was done, lets the next in, and tells the log what became of the schema.
    pub async fn commit(self) -> Result<DatabaseConnection, Error> {
        self.transaction.commit().await?;
        self.migrated.iter().for_each(Migrated::tell);
        Ok(self.db)
    }
}

/// Waits for the lock on the file beside SQLite's, if there is one.
async fn lock(address: &SqliteAddress) -> Result<Option<File>, Error> {
    address.check_writable()?;
    if address.path().is_none() {
        return Ok(None);
    }
    let path = address.beside(".lock");
    let mut options = OpenOptions::new();
    // What stands there is left as it is.
    options.write(true).create(true).truncate(false);
    let file = options.open(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::Open {
            url: address.url(),
            reason: "its folder is not there".to_owned(),
        },
        _ => Error::Lock(error.to_string()),
    })?;
    wait(&shown_path(&path), &Lock::File(&file)).await?;
    Ok(Some(file))
}

/// Waits while another program sets an SQLite file up. Nothing is made.
pub async fn wait_for_setup(config: &DatabaseConfig) -> Result<(), Error> {
    let Address::Sqlite(address) = &config.url.0 else {
        return Ok(());
    };
    let path = address.beside(".lock");
    let Ok(file) = File::open(&path) else {
        return Ok(());
    };
    wait(&shown_path(&path), &Lock::Shared(&file)).await
}

/// A lock that others may hold.
enum Lock<'a> {
    /// On the file beside SQLite's.
    File(&'a File),
    /// The same, which others may have, too.
    Shared(&'a File),
    /// PostgreSQL's, until the transaction ends.
    Postgres(&'a DatabaseTransaction),
}

impl Lock<'_> {
    /// Takes it, if it is free.
    async fn is_had(&self) -> Result<bool, Error> {
        let locked = match self {
            Self::File(file) => file.try_lock(),
            Self::Shared(file) => file.try_lock_shared(),
            Self::Postgres(transaction) => {
                let lock = format!("SELECT pg_try_advisory_xact_lock({LOCK}) AS is_taken");
                let lock = Statement::from_string(DbBackend::Postgres, lock);
                let row = transaction.query_one_raw(lock).await?;
                let is_taken = row.map(|row| row.try_get("", "is_taken")).transpose()?;
                return Ok(is_taken.unwrap_or(false));
            }
        };
        match locked {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(Error::Lock(error.to_string())),
        }
    }
}

/// Waits until a lock is had, and tells that it does.
async fn wait(what: &str, lock: &Lock<'_>) -> Result<(), Error> {
    const BETWEEN: Duration = Duration::from_millis(50);
    const SILENCE: Duration = Duration::from_secs(1);
    const PATIENCE: Duration = Duration::from_mins(1);

    let began = Instant::now();
    let mut is_told = false;
    while !lock.is_had().await? {
        let waited = began.elapsed();
        if waited > PATIENCE {
            let what = what.to_owned();
            return Err(Error::Locked { what, waited });
        }
        if waited > SILENCE && !is_told {
            warn!("another program sets the database up: waiting for {what}");
            is_told = true;
        }
        sleep(BETWEEN).await;
    }
    Ok(())
}
