//! News of PostgreSQL: that somebody wrote a version, as soon as it is committed.

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr};

use super::error::Error;
use super::postgres;
use super::read::Database;

/// The channel that versions are told on.
const CHANNEL: &str = "iscm_version";

/// What tells of versions. It takes a connection of its own, as a pooler's are given to others after each transaction.
#[derive(Debug)]
pub struct News(PgListener);

/// Tells all who listen that there is a version, once the transaction is committed; of a file nobody listens.
pub async fn tell(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let notify = format!("NOTIFY {CHANNEL}");
        transaction.execute_unprepared(&notify).await?;
    }
    Ok(())
}

impl Database {
    /// Begins to listen; nothing of a file, which tells nothing. A standby refuses.
    pub async fn news(&self) -> Result<Option<News>, Error> {
        let Some((url, shown)) = self.postgres() else {
            return Ok(None);
        };
        let mut listener = postgres::listener(url, &shown).await?;
        let listening = listener.listen(CHANNEL).await;
        listening.map_err(|error| postgres::failed(&shown, &error))?;
        Ok(Some(News(listener)))
    }
}

impl News {
    /// Waits for the next; false when the connection is lost.
    pub async fn next(&mut self) -> bool {
        matches!(self.0.try_recv().await, Ok(Some(_)))
    }
}
