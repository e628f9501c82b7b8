//! The office: the private tables, and the way to them.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify};

use super::failed::Failed;
use super::known_accounts::KnownAccounts;
use super::known_keys::KnownKeys;
use super::known_questions::KnownQuestions;
use super::policy::{self, Action, Denied, Grant, Subject, Target, denied};
use super::question_reader::QuestionReader;
use super::viewer::{Budget, Viewer};
use crate::db::{Access, Database, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::Graph;
use crate::mail::Mailer;
use crate::openid::Provider;
use crate::texts::AllTexts;
use crate::webhook::Sender;

/// What an office works with beside the database.
#[derive(Debug)]
pub struct Services {
    /// What reads saved questions.
    pub reader: Arc<dyn QuestionReader>,
    /// Whose tokens are taken, if any are.
    pub provider: Option<Provider>,
    /// What sends messages to webhooks.
    pub sender: Sender,
    /// What sends mail; nothing where none is sent.
    pub mailer: Option<Mailer>,
    /// The words of the mails.
    pub texts: Arc<AllTexts>,
    /// The address that the server is published at, without a last slash; nothing where it is not known.
    pub published_at: Option<String>,
}

/// How long a version that was published is waited for until it is served.
const SERVED: Duration = Duration::from_secs(10);

/// The private tables, and what is needed to write to the public ones.
#[derive(Debug)]
pub struct Office {
    pub(super) database: Arc<Database>,
    pub(super) graph: Graph,
    /// Who publishes holds this: the others would only find that the version has moved.
    pub(super) publishing: Mutex<()>,
    pub(super) keys: KnownKeys,
    pub(super) accounts: KnownAccounts,
    pub(super) questions: KnownQuestions,
    /// Wakes who sends to webhooks, as one may be to be sent to.
    pub(super) waiting: Notify,
    pub(super) services: Services,
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
    /// The office of a database whose graph is served.
    #[must_use]
    pub fn new(database: Arc<Database>, graph: Graph, services: Services) -> Self {
        Self {
            database,
            graph,
            publishing: Mutex::new(()),
            keys: KnownKeys::default(),
            accounts: KnownAccounts::default(),
            questions: KnownQuestions::default(),
            waiting: Notify::new(),
            services,
        }
    }

    /// Whether mail is sent.
    #[must_use]
    pub const fn sends_mail(&self) -> bool {
        self.services.mailer.is_some()
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
        let Err(served) = self.graph.has_seen(version).await else {
            return Ok(());
        };
        let message = format!(
            "`expectedVersion` {version} is not served here yet: it is version {served} now; try again later"
        );
        Err(Error::new(ErrorCode::Unavailable, message))
    }

    /// Forgets what was looked up of an account that changed, and of its keys.
    pub(super) fn forget_account(&self, id: &str) {
        self.accounts.forget(id);
        self.keys.forget_all_of(id);
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
