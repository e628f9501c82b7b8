//! What is done in one transaction, and what goes wrong there.

use sea_orm::DbErr;

use super::policy::Denied;
use crate::db;
use crate::error::{Error, ErrorCode};

/// What went wrong in a transaction.
pub(super) enum Failed {
    /// It was refused.
    Refused(Error),
    /// The database failed.
    Database(DbErr),
}

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<db::Error> for Failed {
    fn from(error: db::Error) -> Self {
        Self::Refused(unavailable(&error.to_string()))
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Denied> for Failed {
    fn from(denied: Denied) -> Self {
        Self::Refused(denied.into())
    }
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Refused(error) => error,
            Failed::Database(error) if db::is_forbidden(&error) => {
                unavailable("this server may only read its database")
            }
            Failed::Database(error) if db::is_away(&error) => unavailable(&db::reason(&error)),
            Failed::Database(error) => Self::internal(error.to_string()),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        let code = if denied.is_known {
            ErrorCode::Forbidden
        } else {
            ErrorCode::Unauthenticated
        };
        Self::new(code, denied.to_string()).with("right", denied.right().into())
    }
}

/// That nothing can be written now; why is for the log.
fn unavailable(reason: &str) -> Error {
    tracing::warn!(reason, "the private tables cannot be reached");
    Error::new(
        ErrorCode::Unavailable,
        "the database cannot be reached, or not be written to; try again later",
    )
}

/// Does something in one transaction of an office: `within!(office, Write, |transaction| …)`.
macro_rules! within {
    ($office:expr, $access:ident, |$transaction:ident| $what:expr) => {{
        let session = $office.begin($crate::db::Access::$access).await?;
        let $transaction = session.transaction();
        let done = $what;
        let ended = session.end().await;
        ended.map_err($crate::office::failed::Failed::from)?;
        done
    }};
}
pub(super) use within;
