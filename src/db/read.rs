//! Reading a database, without writing anything to it.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};
use tokio::sync::OnceCell;
use tokio::time::sleep;
use url::Url;

use super::address::Address;
use super::error::Error;
use super::open::{DatabaseConfig, close_written, connect};
use super::postgres;
use super::schema::{Schema, commit_written};
use super::sqlite::{FileState, SqliteAddress};
use super::transaction::{Access, begin};

/// How often a file that is written to meanwhile is read, and the pauses between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// A database that is read again and again. Connections to PostgreSQL are kept; an SQLite file is opened each
/// time, so that another that was put in its place is seen, and nothing is held on to that was taken away.
#[derive(Debug)]
pub struct Database {
    config: DatabaseConfig,
    kept: OnceCell<DatabaseConnection>,
}

/// A database while it is read.
#[derive(Debug)]
pub struct Reading {
    db: DatabaseConnection,
    /// The file that was opened.
    opened: Option<Opened>,
}

#[derive(Debug)]
struct Opened {
    address: SqliteAddress,
    state: Option<FileState>,
    /// Whether it is read as one that does not change.
    is_still: bool,
}

/// A transaction, and the connection that it is on.
#[derive(Debug)]
pub struct Session {
    transaction: DatabaseTransaction,
    reading: Reading,
    access: Access,
    /// Whether it is of a file, which is opened for it.
    is_file: bool,
}

impl Session {
    /// The transaction.
    #[must_use]
    pub const fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Commits what was done.
    pub async fn end(self) -> Result<(), Error> {
        if self.access == Access::Write {
            commit_written(self.transaction).await?;
        } else {
            self.transaction.commit().await?;
        }
        if self.is_file && self.access == Access::Write {
            return close_written(self.reading.db).await;
        }
        if self.is_file && self.reading.opened.is_none() {
            return Ok(self.reading.db.close().await?);
        }
        if self.reading.close().await? {
            return Ok(());
        }
        let reason = "it was written to meanwhile; try again".to_owned();
        let url = "of a file".to_owned();
        Err(Error::Open { url, reason })
    }
}

impl Database {
    /// The database that is configured.
    #[must_use]
    pub fn new(config: &DatabaseConfig) -> Self {
        Self {
            config: config.clone(),
            kept: OnceCell::new(),
        }
    }

    /// One whose connection is open already, and is kept.
    #[must_use]
    pub fn over(db: DatabaseConnection, config: &DatabaseConfig) -> Self {
        Self {
            kept: OnceCell::new_with(Some(db)),
            ..Self::new(config)
        }
    }

    /// One that was set up over a connection: it is kept, unless it is to a file.
    pub async fn after(db: DatabaseConnection, config: &DatabaseConfig) -> Result<Self, Error> {
        if config.is_file() {
            close_written(db).await?;
            return Ok(Self::new(config));
        }
        Ok(Self::over(db, config))
    }

    /// Reads it. A file that was written to meanwhile is read again: what was read is worth nothing.
    pub async fn read<T, E: From<Error>>(
        &self,
        read: impl AsyncFn(&Reading) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tries = 0;
        loop {
            let reading = self.open().await?;
            let result = read(&reading).await;
            let closed = reading.close().await;
            tries += 1;
            match closed {
                Ok(true) => return result,
                Ok(false) if tries < TRIES => sleep(PAUSE).await,
                Ok(false) => {
                    let url = self.config.url.to_string();
                    let reason = "it is written to all the time; try again".to_owned();
                    return Err(Error::Open { url, reason }.into());
                }
                // What went wrong first says more.
                Err(error) => return result.and(Err(error.into())),
            }
        }
    }

    /// Begins a transaction in it, to write only if the schema is this program's. It is over when the session is ended;
    /// one that is dropped did nothing.
    pub async fn begin(&self, access: Access) -> Result<Session, Error> {
        let is_file = self.config.is_file() && self.kept.get().is_none();
        let may_write = match &self.config.url.0 {
            Address::Sqlite(address) => address.is_kept_from_writing().is_none(),
            Address::Postgres(_) => true,
        };
        // One that is read as it lies may be written to meanwhile.
        let is_open = access == Access::Write || access == Access::Read && may_write;
        let reading = if is_file && is_open {
            if let Address::Sqlite(address) = &self.config.url.0 {
                address.check_is_there()?;
            }
            Reading {
                db: connect(&self.config).await?,
                opened: None,
            }
        } else {
            self.open().await?
        };
        let transaction = begin(&reading.db, access).await?;
        if access == Access::Write {
            Schema::check_in(&transaction).await?;
        }
        Ok(Session {
            transaction,
            reading,
            access,
            is_file,
        })
    }

    async fn open(&self) -> Result<Reading, Error> {
        if let Some(db) = self.kept.get() {
            if let Address::Postgres(url) = &self.config.url.0 {
                postgres::check(db, url, &self.config.url.to_string()).await?;
            }
            return Ok(Reading {
                db: db.clone(),
                opened: None,
            });
        }
        match &self.config.url.0 {
            Address::Sqlite(address) if address.path().is_some() => {
                let state = address.state();
                let (db, is_still) = address.open_to_read().await?;
                let opened = Opened {
                    address: address.clone(),
                    state,
                    is_still,
                };
                let opened = Some(opened);
                Ok(Reading { db, opened })
            }
            _ => {
                let db = self.kept.get_or_try_init(|| connect(&self.config)).await?;
                let db = db.clone();
                Ok(Reading { db, opened: None })
            }
        }
    }

    /// Whether several servers may be on it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.postgres().is_some()
    }

    /// Its address and how that is shown, if it is PostgreSQL's.
    pub(super) fn postgres(&self) -> Option<(&Url, String)> {
        match &self.config.url.0 {
            Address::Postgres(url) => Some((url, self.config.url.to_string())),
            Address::Sqlite(_) => None,
        }
    }

    /// Why the database cannot be written to, if so.
    pub async fn is_kept_from_writing(&self) -> Result<Option<String>, Error> {
        let db = match (&self.config.url.0, self.kept.get()) {
            (Address::Sqlite(address), _) => {
                return Ok(address.is_kept_from_writing().map(str::to_owned));
            }
            (Address::Postgres(_), None) => return Ok(None),
            (Address::Postgres(_), Some(db)) => db,
        };
        let question = "SELECT CASE
            WHEN pg_is_in_recovery() THEN 'it is a standby'
            WHEN current_setting('default_transaction_read_only')::boolean THEN 'its transactions are read only'
            WHEN NOT has_table_privilege('dataset', 'UPDATE') THEN 'this role may only read'
            END AS reason";
        let question = Statement::from_string(DbBackend::Postgres, question);
        let transaction = begin(db, Access::Read).await?;
        let row = transaction.query_one_raw(question).await?;
        transaction.commit().await?;
        Ok(match row {
            Some(row) => row.try_get("", "reason")?,
            None => None,
        })
    }

    /// Lets go of the connections that are kept.
    pub async fn close(&self) -> Result<(), Error> {
        match self.kept.get() {
            Some(db) => Ok(db.close_by_ref().await?),
            None => Ok(()),
        }
    }
}

impl Reading {
    /// The connection.
    #[must_use]
    pub const fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// Which SQLite file this is: the device and the number in it.
    #[must_use]
    pub fn file(&self) -> Option<(u64, u64)> {
        Some(self.opened.as_ref()?.state?.file)
    }

    /// Refuses a database whose schema is not this program's.
    pub async fn check(&self) -> Result<(), Error> {
        Schema::of(&self.db).await?.check()
    }

    /// Ends the reading; whether the file, if it is one, was left alone meanwhile.
    async fn close(self) -> Result<bool, Error> {
        let Some(opened) = self.opened else {
            return Ok(true);
        };
        self.db.close().await?;
        Ok(!opened.is_still || opened.address.state() == opened.state)
    }
}
