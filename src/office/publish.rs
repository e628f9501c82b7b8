//! Publishing: edits become the next version of the data set, in one transaction with what is noted of it.

use entity::office::ChangesetStatus;
use sea_orm::DatabaseTransaction;

use super::audit;
use super::desk::{Office, OfficeRequest};
use super::draft::{Draft, Fault, Intended, draft};
use super::failed::Failed;
use super::payload::ChangesetPayload;
use super::policy::{Action, Grant, Subject};
use super::proposals::{self, Proposal, RequestKey, Verdict};
use super::propose_input::ProposeInput;
use super::tokens;
use super::user_error::UserError;
use crate::apart::apart;
use crate::db::Access;
use crate::error::{Error, ErrorCode, Result};
use crate::store::{Commit, CommitError, commit_in};

/// How often edits are held anew against a version that others published meanwhile.
const TRIES: usize = 20;

/// What is noted of a version that was published.
pub(super) enum Noted<'n> {
    /// A changeset that is published in one step.
    New {
        /// The right to make one.
        create: Grant,
        input: &'n ProposeInput,
        request: Option<RequestKey>,
    },
    /// A revision of one that waits.
    Waiting { id: &'n str, revision: i32 },
}

impl Noted<'_> {
    /// The way to the edits in the arguments.
    const fn path(&self) -> &'static [&'static str] {
        match self {
            Self::New { .. } => &["input", "changes"],
            Self::Waiting { .. } => &["id"],
        }
    }
}

/// What edits would do to the version that is served, once that is what their author saw, or everything that is wrong
/// with them.
pub(super) async fn drafted(
    office: &Office,
    edits: &[Intended],
) -> Result<std::result::Result<Draft, Vec<Fault>>> {
    if let Some(seen) = edits.iter().filter_map(|one| one.expected).max() {
        office.has_seen(seen).await?;
    }
    let snapshot = office.graph.snapshot();
    let (edits, today) = (edits.to_vec(), office.graph.now().date_naive());
    let drafted = apart(move || draft(&snapshot, &edits, today));
    drafted
        .await
        .map_err(|stopping| Error::internal(stopping.to_string()))
}

impl OfficeRequest {
    /// Publishes edits, in the name of an actor and with a message: the changeset, once its version is served here; or
    /// everything that is wrong.
    pub(super) async fn publish(
        &self,
        edits: &[Intended],
        (actor, message): (&str, &str),
        noted: Noted<'_>,
    ) -> Result<ChangesetPayload> {
        let office = &self.office;
        let mut draft = match drafted(office, edits).await? {
            Ok(draft) => draft,
            Err(faults) => return Ok(self.faulty(edits, faults)),
        };
        // Others would only find that the version has moved.
        let _publishing = office.publishing.lock().await;
        for _ in 0..TRIES {
            if draft.after != office.graph.snapshot().version().number {
                draft = match drafted(office, edits).await? {
                    Ok(draft) => draft,
                    Err(faults) => return Ok(self.faulty(edits, faults)),
                };
            }
            if draft.difference.is_empty() {
                let empty = UserError::empty(noted.path());
                return Ok(ChangesetPayload::refused(vec![empty]));
            }
            let grant = match self.grant(Action::Publish, edits, &draft)? {
                Ok(grant) => grant,
                Err(faults) => return Ok(self.faulty(edits, faults)),
            };
            let commit = Commit {
                actor,
                message,
                at: office.graph.now(),
                difference: &draft.difference,
                after: draft.after,
            };
            let session = office.begin(Access::Write).await?;
            let transaction = session.transaction();
            let published = match commit_in(transaction, commit).await {
                Ok(version) => version.number,
                Err(CommitError::Database(error)) => return Err(Failed::from(error).into()),
                Err(CommitError::Moved(_)) => {
                    drop(session);
                    office.serves(draft.after + 1).await;
                    continue;
                }
            };
            let proposal = self
                .note_published(transaction, grant, &noted, &draft, published)
                .await?;
            session.end().await.map_err(Failed::from)?;
            office.serves(published).await;
            return Ok(ChangesetPayload {
                proposal: Some(proposal),
                draft: Some(draft),
                errors: Vec::new(),
            });
        }
        let message = "others publish all the time; try again";
        Err(Error::new(ErrorCode::Unavailable, message))
    }

    async fn note_published(
        &self,
        transaction: &DatabaseTransaction,
        grant: Grant,
        noted: &Noted<'_>,
        draft: &Draft,
        version: i64,
    ) -> std::result::Result<Proposal, Failed> {
        let viewer = self.known(Action::Publish, Subject::Iscm)?;
        let now = self.office.now();
        let waiting = match noted {
            Noted::Waiting { id, revision } => {
                proposals::waiting(transaction, id, *revision).await?
            }
            Noted::New {
                create,
                input,
                request,
            } => {
                let said = input.said(draft)?;
                let request = request.clone();
                let account = &viewer.account;
                tokens::known(transaction, viewer, now).await?;
                proposals::create(*create, transaction, account, said, request, now).await?
            }
        };
        let verdict = Verdict {
            status: ChangesetStatus::Published,
            by: viewer.account.to_string(),
            reason: None,
            version: Some(version),
        };
        let decided = proposals::decide(grant, transaction, waiting, verdict, now).await?;
        let entry = self.entry("publishChangeset", &decided.head.id, Some(version));
        audit::note(transaction, entry).await?;
        Ok(decided)
    }
}
