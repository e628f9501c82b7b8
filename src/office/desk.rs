//! The office: the private tables, and the way to them.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::failed::Failed;
use super::known_keys::KnownKeys;
use super::policy::{Action, Denied, Grant, Subject, Target, denied};
use super::viewer::Viewer;
use crate::db::{Access, Database, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::Graph;

/// How long a version that was published is waited for until it is served.
const SERVED: Duration = Duration::from_secs(10);
/// How long one that was seen elsewhere is.
const SEEN: Duration = Duration::from_secs(2);

/// The private tables, and what is needed to write to the public ones.
#[derive(Debug)]
pub struct Office {
    pub(super) database: Arc<Database>,
    pub(super) graph: Graph,
    /// Who publishes holds this: the others would only find that the version has moved.
    pub(super) publishing: Mutex<()>,
    pub(super) keys: KnownKeys,
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

impl Office {
    /// The office of a database whose graph is served.
    #[must_use]
    pub fn new(database: Arc<Database>, graph: Graph) -> Self {
        Self {
            database,
            graph,
            publishing: Mutex::new(()),
            keys: KnownKeys::default(),
        }
    }

    /// Now, in milliseconds since 1970-01-01T00:00:00Z.
    pub(super) fn now(&self) -> i64 {
        self.graph.now().timestamp_millis()
    }

    /// Waits until a version is served, for some time: whoever reads here from then on sees what was written.
    pub(super) async fn serves(&self, version: i64) {
        self.graph.look();
        self.graph.reaches(version, SERVED).await;
    }

    /// Waits until a version is served that somebody saw, perhaps on another server; an error where it does not come.
    pub(super) async fn has_seen(&self, version: i64) -> Result<()> {
        let served = || self.graph.snapshot().version().number;
        if served() >= version {
            return Ok(());
        }
        self.graph.look();
        if self.graph.reaches(version, SEEN).await {
            return Ok(());
        }
        let message = format!(
            "`expectedVersion` {version} is not served here yet: it is version {} now; try again later",
            served()
        );
        Err(Error::new(ErrorCode::Unavailable, message))
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
