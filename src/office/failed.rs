//! What is done in one transaction, and what goes wrong there.

use sea_orm::DbErr;

use super::policy::Denied;
use crate::db;
use crate::error::{Error, ErrorCode};

/// What went wrong in a transaction.
#[derive(Debug)]
pub(super) enum Failed {
    /// It was refused.
    Refused(Error),
    /// The database cannot be had, or not be written to.
    Unusable(db::Error),
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
        Self::Unusable(error)
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

impl Failed {
    /// What it is, for the log.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Refused(error) => error.message.clone(),
            Self::Unusable(error) => error.to_string(),
            Self::Database(error) => db::reason(error),
        }
    }

    /// What a client is told to do where it is not its doing; nothing where it is a fault of the program's.
    fn advice(&self) -> Option<&'static str> {
        const AWAY: &str = "the database cannot be reached, or not be written to; try again later";
        const READS: &str = "this server may only read its database, or not all of it: send this to one that writes";
        const OLDER: &str = "this server is of an older version than its database, and only reads: send this to a newer one";

        match self {
            Self::Unusable(db::Error::Newer { .. }) => Some(OLDER),
            Self::Unusable(error) if error.is_forbidden() => Some(READS),
            Self::Unusable(_) => Some(AWAY),
            Self::Database(error) if db::is_forbidden(error) => Some(READS),
            Self::Database(error) if db::is_away(error) => Some(AWAY),
            Self::Refused(_) | Self::Database(_) => None,
        }
    }
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        let advice = failed.advice();
        if let Some(advice) = advice {
            let reason = failed.reason();
            tracing::warn!(reason, "the private tables cannot be used");
            return Self::new(ErrorCode::Unavailable, advice);
        }
        match failed {
            Failed::Refused(error) => error,
            Failed::Unusable(error) => Self::internal(error.to_string()),
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
