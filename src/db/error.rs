//! What can be wrong with a database, each in one line.

use std::borrow::Cow;
use std::time::Duration;

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
    /// It has no schema, in PostgreSQL's sense, that this role may use.
    #[error(
        "permission denied for the schemas of the database's search_path: this role may use none, or there is none"
    )]
    NoSchema,
    /// The lock of the start cannot be taken.
    #[error("cannot lock the file beside the database: {0}")]
    Lock(String),
    /// Another program has that lock for too long.
    #[error("another program has set the database up for {} seconds: it holds {what}; end it, or try again", waited.as_secs())]
    Locked {
        /// What is locked.
        what: String,
        /// How long that was waited for.
        waited: Duration,
    },
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

impl Error {
    /// Whether it is one because the database, or this user, may not be written to, or write.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        match self {
            Self::ReadOnly { .. } | Self::NoSchema => true,
            Self::Statement(error) => is_forbidden(error),
            _ => false,
        }
    }
}

/// Whether a statement failed because it is not allowed.
pub(crate) fn is_forbidden(error: &DbErr) -> bool {
    /// PostgreSQL's: insufficient privilege, read-only transaction. SQLite's: a read-only file, and its kinds.
    const CODES: [&str; 2] = ["42501", "25006"];
    const READ_ONLY: u32 = 8;

    let Some(code) = code(error) else {
        return false;
    };
    let is_read_only = code.parse().is_ok_and(|code: u32| code & 0xFF == READ_ONLY);
    CODES.contains(&&*code) || code.len() < 5 && is_read_only
}

/// Whether a statement failed because an SQLite file cannot be written on: the disk is full, a quota is reached, or
/// the file may not grow.
pub(crate) fn is_of_storage(error: &DbErr) -> bool {
    /// SQLite's: a full disk, and an error of writing.
    const CODES: [u32; 2] = [13, 778];

    let code = code(error).and_then(|code| code.parse().ok());
    code.is_some_and(|code| CODES.contains(&code))
}

/// Whether a statement failed because the database is not there: the connection broke, the server ends or starts, it
/// lacks room, or an SQLite file cannot be read or written on. A damaged file is another matter.
pub(crate) fn is_away(error: &DbErr) -> bool {
    /// PostgreSQL's classes: connections, resources, an operator's doing.
    const CLASSES: [&str; 3] = ["08", "53", "57"];
    /// SQLite's: input and output, a full disk.
    const CODES: [u32; 2] = [10, 13];

    match (error, code(error)) {
        (DbErr::Conn(_) | DbErr::ConnectionAcquire(_), _) => true,
        (_, Some(code)) => match code.parse::<u32>() {
            Ok(number) if code.len() < 5 => CODES.contains(&(number & 0xFF)),
            _ => CLASSES.iter().any(|class| code.starts_with(class)),
        },
        (
            DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)),
            None,
        ) => matches!(**error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut),
        _ => false,
    }
}

/// The code that a database gives an error.
fn code(error: &DbErr) -> Option<Cow<'_, str>> {
    let error = match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => error.as_database_error(),
        _ => None,
    };
    error.and_then(sqlx::error::DatabaseError::code)
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
