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
    /// Making and altering tables, beside writing.
    SetUp,
}

/// PostgreSQL's lock that all who write share, and who alters tables has alone: tables that are locked one after the other
/// would make both wait for each other.
const WRITERS: i64 = 0x6973_636d_5f77;

impl Access {
    /// How PostgreSQL is told; then it forgets the statements that others prepared: a pooler may have given
    /// them the connection before, and they name their statements alike.
    fn postgres(self) -> String {
        let level = match self {
            Self::Read | Self::Look => "REPEATABLE READ, READ ONLY",
            Self::Write | Self::SetUp => "READ COMMITTED",
        };
        let begun = format!("SET TRANSACTION ISOLATION LEVEL {level}; DEALLOCATE ALL");
        match self {
            Self::Write => format!("{begun}; SELECT pg_advisory_xact_lock_shared({WRITERS})"),
            Self::Read | Self::Look | Self::SetUp => begun,
        }
    }
}

/// Begins a transaction.
pub async fn begin(db: &DatabaseConnection, access: Access) -> Result<DatabaseTransaction, DbErr> {
    // A transaction in SQLite reads one moment as it is.
    let may_write = matches!(access, Access::Write | Access::SetUp);
    let mode = may_write.then_some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions {
        sqlite_transaction_mode: mode,
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(&access.postgres()).await?;
    }
    Ok(transaction)
}

/// Waits until nobody else writes; who would write waits from then on, until the transaction ends. It is one that sets up.
pub async fn alone(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({WRITERS})");
        transaction.execute_unprepared(&lock).await?;
    }
    Ok(())
}
