//! Transactions, in which everything is asked.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading one moment.
    Read,
    /// The same, again and again and without a trace: a file that is written to meanwhile is not read to the end.
    Look,
    /// Writing; it sees what others committed while it waited for them.
    Write,
}

impl Access {
    /// How PostgreSQL is told; then it forgets the statements that others prepared: a pooler may have given
    /// them the connection before, and they name their statements alike.
    const fn postgres(self) -> &'static str {
        match self {
            Self::Read | Self::Look => {
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; DEALLOCATE ALL"
            }
            Self::Write => "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; DEALLOCATE ALL",
        }
    }
}

/// Begins a transaction.
pub async fn begin(db: &DatabaseConnection, access: Access) -> Result<DatabaseTransaction, DbErr> {
    // A transaction in SQLite reads one moment as it is.
    let mode = (access == Access::Write).then_some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions {
        sqlite_transaction_mode: mode,
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(access.postgres()).await?;
    }
    Ok(transaction)
}
