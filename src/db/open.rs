//! Opening a database to write.

use std::fmt;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend};

use super::address::{Address, DatabaseUrl};
use super::error::Error;
use super::postgres;

/// Which database is used, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseConfig {
    /// Where it is.
    pub url: DatabaseUrl,
    /// The most connections that are open at once, of PostgreSQL.
    pub connections: u32,
}

impl DatabaseConfig {
    /// Whether it is a file of SQLite's.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(&self.url.0, Address::Sqlite(address) if address.path().is_some())
    }
}

impl fmt::Display for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

/// Opens the database to write; an SQLite file is made where there is none.
pub async fn connect(config: &DatabaseConfig) -> Result<DatabaseConnection, Error> {
    match &config.url.0 {
        Address::Sqlite(address) => address.open_to_write().await,
        Address::Postgres(url) => {
            postgres::open(url, &config.url.to_string(), config.connections).await
        }
    }
}

/// Closes a database that was written to. What was written ahead of an SQLite file is taken into it, also while
/// others read it: who closes last may not be allowed to.
pub async fn close_written(db: DatabaseConnection) -> Result<(), Error> {
    if db.get_database_backend() == DbBackend::Sqlite {
        let taken = db
            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
        // All is written: what is left beside the file belongs to it.
        drop(taken);
    }
    Ok(db.close().await?)
}
