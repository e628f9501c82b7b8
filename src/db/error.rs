//! What can be wrong with a database, each in one line.

use sea_orm::sqlx;
use sea_orm::{ConnAcquireErr, DbErr};

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
    Lock(String),
    /// A statement failed.
    #[error("the database refused a statement: {}", reason(.0))]
    Statement(#[from] DbErr),
}

/// The innermost cause of a database's error, which says what is wrong, in one line.
pub(crate) fn reason(error: &DbErr) -> String {
    if matches!(error, DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)) {
        return "no connection was to be had in time".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    one_line(&cause.to_string())
}

/// The same of an error of the driver.
pub(super) fn driver_reason(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        error => {
            let mut cause: &dyn std::error::Error = error;
            while let Some(inner) = cause.source() {
                cause = inner;
            }
            cause.to_string()
        }
    };
    one_line(&text)
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
