//! What can be wrong with a database, each in one line.

use sea_orm::sqlx;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

/// A database that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be reached or opened.
    #[error("cannot open the database {url}: {reason}")]
    Open {
        /// The address without its password.
        url: String,
        /// What the database said.
        reason: String,
    },
    /// There is no such file.
    #[error(
        "cannot open the database {url}: there is no such file; `iscm migrate` or `iscm import` makes it"
    )]
    Missing {
        /// The address.
        url: String,
    },
    /// It takes no more connections.
    #[error(
        "cannot open the database {url}: {reason}; one connection is enough: end others, raise the limit of the \
         role, the database or the server, or lower `--database-connections` of the servers that share it"
    )]
    Connections {
        /// The address without its password.
        url: String,
        /// What the database said.
        reason: String,
    },
    /// It cannot be written to.
    #[error("the database {url} cannot be written to: {reason}")]
    ReadOnly {
        /// The address.
        url: String,
        /// Why not.
        reason: String,
    },
    /// It was migrated by a newer program.
    #[error(
        "the database was migrated by a newer version of this program: version {} knows nothing of {migrations}; use \
         the newer version, or another database",
        env!("CARGO_PKG_VERSION")
    )]
    Newer {
        /// The migrations that are not known here, separated by commas.
        migrations: String,
    },
    /// It was not migrated yet.
    #[error("the database lacks the migration {migration}; run `iscm migrate` first")]
    Older {
        /// The first migration that it lacks.
        migration: String,
    },
    /// The lock of the start cannot be taken.
    #[error("cannot lock the file beside the database: {0}")]
    Lock(String),
    /// A statement failed.
    #[error("the database refused a statement: {}", reason(.0))]
    Statement(DbErr),
}

// Not as its source: what the driver says is told already.
impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Statement(error)
    }
}

/// What a database says is wrong, in one line.
pub(crate) fn reason(error: &DbErr) -> String {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => {
            "no connection was to be had in time".to_owned()
        }
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => driver_reason(error),
        error => one_line(&error.to_string()),
    }
}

/// The same of the driver.
pub(super) fn driver_reason(error: &sqlx::Error) -> String {
    if let sqlx::Error::Database(error) = error {
        return one_line(error.message());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    one_line(&cause.to_string())
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
