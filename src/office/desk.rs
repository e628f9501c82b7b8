//! The office: the private tables, and the way to them.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::failed::Failed;
use super::known_keys::KnownKeys;
use super::known_questions::KnownQuestions;
use super::policy::{self, Action, Denied, Grant, Subject, Target, denied};
use super::question_reader::QuestionReader;
use super::viewer::{Budget, Viewer};
use crate::db::{Access, Database, Session};
use crate::graph::Graph;

/// The private tables, and what is needed to write to the public ones.
#[derive(Debug)]
pub struct Office {
    pub(super) database: Arc<Database>,
    pub(super) graph: Graph,
    /// Who publishes holds this: the others would only find that the version has moved.
    pub(super) publishing: Mutex<()>,
    pub(super) keys: KnownKeys,
    pub(super) questions: KnownQuestions,
    pub(super) reader: Arc<dyn QuestionReader>,
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
    /// What is left of the budget of who asks; nothing where there is no limit.
    pub budget: Option<Budget>,
}

impl Office {
    /// The office of a database whose graph is served; its questions are read by this reader.
    #[must_use]
    pub fn new(database: Arc<Database>, graph: Graph, reader: Arc<dyn QuestionReader>) -> Self {
        Self {
            database,
            graph,
            publishing: Mutex::new(()),
            keys: KnownKeys::default(),
            questions: KnownQuestions::default(),
            reader,
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
        policy::may(self.viewer.as_ref(), action, subject, target)
    }

    /// Who asks, if somebody is known.
    pub fn known(&self, action: Action, subject: Subject) -> std::result::Result<&Viewer, Denied> {
        self.viewer.as_ref().ok_or_else(|| denied(action, subject))
    }
}
