//! The office: the private tables, and the way to them.

use std::sync::Arc;

use sea_orm::DbErr;
use tokio::sync::Mutex;

use super::policy::{Action, Denied, Grant, Subject, Target, denied};
use super::viewer::Viewer;
use crate::db::{self, Access, Database, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::Graph;

/// The private tables, and what is needed to write to the public ones.
#[derive(Debug)]
pub struct Office {
    pub(super) database: Arc<Database>,
    pub(super) graph: Graph,
    /// Who publishes holds this: the others would only find that the version has moved.
    pub(super) publishing: Mutex<()>,
    pub(super) keys: super::authenticate::Keys,
}

/// One request to the office.
#[derive(Clone, Debug)]
pub struct OfficeRequest {
    /// The office.
    pub office: Arc<Office>,
    /// Who asks; nothing where nobody is known.
    pub viewer: Option<Viewer>,
    /// The id of the request.
    pub id: Arc<str>,
}

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
            Failed::Database(error @ (DbErr::Conn(_) | DbErr::ConnectionAcquire(_))) => {
                unavailable(&db::reason(&error))
            }
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

impl Office {
    /// The office of a database whose graph is served.
    #[must_use]
    pub fn new(database: Arc<Database>, graph: Graph) -> Self {
        Self {
            database,
            graph,
            publishing: Mutex::new(()),
            keys: super::authenticate::Keys::default(),
        }
    }

    /// Now, in milliseconds since 1970-01-01T00:00:00Z.
    pub(super) fn now(&self) -> i64 {
        self.graph.now().timestamp_millis()
    }

    /// Begins to read private tables, all at one moment, or to write: in one transaction, or not at all.
    pub(super) async fn begin(&self, access: Access) -> std::result::Result<Session, Failed> {
        Ok(self.database.begin(access).await?)
    }
}

impl OfficeRequest {
    /// The right to do something to something, if who asks has it.
    pub fn may(
        &self,
        action: Action,
        subject: Subject,
        target: &Target,
    ) -> std::result::Result<Grant, Denied> {
        match &self.viewer {
            Some(viewer) => viewer.may(action, subject, target),
            None => Err(denied(action, subject)),
        }
    }

    /// Who asks, if somebody is known.
    pub fn known(&self, action: Action, subject: Subject) -> std::result::Result<&Viewer, Denied> {
        self.viewer.as_ref().ok_or_else(|| denied(action, subject))
    }
}

/// Does something in one transaction of an office: `within!(office, Write, |transaction| …)`.
macro_rules! within {
    ($office:expr, $access:ident, |$transaction:ident| $what:expr) => {{
        let session = $office.begin($crate::db::Access::$access).await?;
        let $transaction = session.transaction();
        let done = $what;
        let ended = session.end().await;
        ended.map_err($crate::office::office::Failed::from)?;
        done
    }};
}
pub(super) use within;
