//! Setting a database up: one program at a time, all or nothing, on one connection.

use std::fs::File;
use std::io::ErrorKind;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

use super::address::Address;
use super::error::Error;
use super::open::{DatabaseConfig, connect};
use super::schema::{self, Migrated};
use super::sqlite::SqliteAddress;
use super::transaction::{Access, begin};

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
        let transaction = begin(&db, Access::Write).await?;
        if let Address::Postgres(_) = &config.url.0 {
            let lock = format!("SELECT pg_advisory_xact_lock({LOCK})");
            transaction.execute_unprepared(&lock).await?;
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
    let locked = tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    let locked = locked
        .await
        .map_err(|error| Error::Lock(error.to_string()))?;
    locked.map(Some).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::Open {
            url: address.url(),
            reason: "its folder is not there".to_owned(),
        },
        _ => Error::Lock(error.to_string()),
    })
}
