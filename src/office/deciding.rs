//! Deciding on a changeset that waits, and saying something of it.

use entity::enums::Vocabulary as _;
use entity::office::ChangesetStatus;

use super::audit;
use super::desk::OfficeRequest;
use super::failed::within;
use super::payload::ChangesetPayload;
use super::policy::{Action, Subject, Target};
use super::proposals::{self, MAX_COMMENTS, Proposal, Verdict};
use super::publish::Noted;
use super::tokens;
use super::user_error::{UserError, UserErrorCode};
use crate::error::Result;

impl OfficeRequest {
    /// Publishes a revision of a changeset that was proposed.
    pub async fn publish_proposal(&self, id: &str, revision: i32) -> Result<ChangesetPayload> {
        let done = self.publish_in(id, revision).await;
        self.audited("publishChangeset", Some(id), done).await
    }

    async fn publish_in(&self, id: &str, revision: i32) -> Result<ChangesetPayload> {
        self.known(Action::Publish, Subject::Iscm)?;
        let proposal = match self.open(id, revision).await? {
            Ok(proposal) => proposal,
            Err(refused) => return Ok(refused),
        };
        let (title, message) = (&proposal.head.title, &proposal.revision.message);
        let message = if title == message {
            title.clone()
        } else {
            format!("{title}: {message}")
        };
        let noted = Noted::Waiting { id, revision };
        let words = (proposal.head.account_id.as_str(), message.as_str());
        let published = self.publish(&proposal.edits, words, noted).await?;
        Ok(ChangesetPayload {
            proposal: published.proposal.or(Some(proposal)),
            ..published
        })
    }

    /// Rejects a revision of a changeset, with a reason.
    pub async fn reject(
        &self,
        id: &str,
        revision: i32,
        reason: String,
    ) -> Result<ChangesetPayload> {
        let rejected = (ChangesetStatus::Rejected, Some(reason));
        let done = self.decide(id, revision, rejected, "rejectChangeset").await;
        self.audited("rejectChangeset", Some(id), done).await
    }

    /// Withdraws a changeset.
    pub async fn withdraw(&self, id: &str, revision: i32) -> Result<ChangesetPayload> {
        let withdrawn = (ChangesetStatus::Withdrawn, None);
        let done = self
            .decide(id, revision, withdrawn, "withdrawChangeset")
            .await;
        self.audited("withdrawChangeset", Some(id), done).await
    }

    async fn decide(
        &self,
        id: &str,
        revision: i32,
        (status, reason): (ChangesetStatus, Option<String>),
        action: &'static str,
    ) -> Result<ChangesetPayload> {
        let viewer = self.known(Action::Withdraw, Subject::Changeset)?;
        let proposal = match self.open(id, revision).await? {
            Ok(proposal) => proposal,
            Err(refused) => return Ok(refused),
        };
        let head = &proposal.head;
        let grant = if status == ChangesetStatus::Withdrawn {
            viewer.may(
                Action::Withdraw,
                Subject::Changeset,
                &proposals::target(head),
            )?
        } else if head.iscms.0.is_empty() {
            // Who may publish what it changes may say that it is not to be.
            viewer.may(Action::Publish, Subject::Shared, &Target::default())?
        } else {
            let mut grants = head.iscms.0.iter().map(|iscm| {
                let target = Target {
                    iscms: vec![iscm.clone()],
                    ..Target::default()
                };
                viewer.may(Action::Publish, Subject::Iscm, &target)
            });
            let first = grants.next();
            let denied = grants.find_map(std::result::Result::err);
            match (first, denied) {
                (_, Some(denied)) => return Err(denied.into()),
                (Some(first), None) => first?,
                (None, None) => viewer.may(Action::Publish, Subject::Shared, &Target::default())?,
            }
        };
        let now = self.office.now();
        let decided = within!(self.office, Write, |transaction| {
            let there = proposals::waiting(transaction, id, revision).await?;
            let verdict = Verdict {
                status,
                by: viewer.account.to_string(),
                reason,
                version: None,
            };
            let decided = proposals::decide(grant, transaction, there, verdict, now).await?;
            audit::note(transaction, self.entry(action, id, None)).await?;
            decided
        });
        Ok(ChangesetPayload::of(decided))
    }

    /// Says something of a changeset.
    pub async fn comment(&self, id: &str, text: String) -> Result<ChangesetPayload> {
        let viewer = self.known(Action::Comment, Subject::Changeset)?;
        let Some(proposal) = self.seen(id).await? else {
            return Ok(ChangesetPayload::refused(vec![absent()]));
        };
        let target = proposals::target(&proposal.head);
        let grant = viewer.may(Action::Comment, Subject::Changeset, &target)?;
        let now = self.office.now();
        let said = within!(self.office, Write, |transaction| {
            let (head, account) = (&proposal.head, &viewer.account);
            tokens::known(transaction, viewer, now).await?;
            let said = proposals::comment(grant, transaction, head, account, text, now).await?;
            if said.is_some() {
                audit::note(transaction, self.entry("commentOnChangeset", id, None)).await?;
            }
            said
        });
        let Some(said) = said else {
            let message = format!("a changeset takes {MAX_COMMENTS} comments, and has them");
            let full = UserError::new(UserErrorCode::Invalid, &["id"], message);
            return Ok(ChangesetPayload::refused(vec![full]));
        };
        Ok(ChangesetPayload::of(said))
    }

    /// A changeset, if who asks may see it.
    pub async fn seen(&self, id: &str) -> Result<Option<Proposal>> {
        let Some(viewer) = &self.viewer else {
            return Ok(None);
        };
        let found = within!(self.office, Read, |transaction| {
            proposals::find(transaction, id).await?
        });
        Ok(found.filter(|proposal| {
            let target = proposals::target(&proposal.head);
            let may = viewer.may(Action::Read, Subject::Changeset, &target);
            may.is_ok()
        }))
    }

    /// A changeset that waits, in the revision that is meant; or what is told instead.
    pub(super) async fn open(
        &self,
        id: &str,
        revision: i32,
    ) -> Result<std::result::Result<Proposal, ChangesetPayload>> {
        let Some(proposal) = self.seen(id).await? else {
            return Ok(Err(ChangesetPayload::refused(vec![absent()])));
        };
        let Some(refused) = moved(&proposal, revision) else {
            return Ok(Ok(proposal));
        };
        Ok(Err(ChangesetPayload {
            proposal: Some(proposal),
            draft: None,
            errors: vec![refused],
        }))
    }
}

/// Why a changeset cannot be decided on, if so.
fn moved(proposal: &Proposal, revision: i32) -> Option<UserError> {
    let head = &proposal.head;
    if head.status != ChangesetStatus::Proposed {
        let message = format!("the changeset is {} already", head.status.word());
        return Some(UserError::new(UserErrorCode::Decided, &["id"], message));
    }
    if head.revision != revision {
        let newest = head.revision;
        let message = format!("is not the newest revision, which is {newest}: read it first");
        return Some(UserError::new(
            UserErrorCode::Conflict,
            &["revision"],
            message,
        ));
    }
    None
}

fn absent() -> UserError {
    UserError::new(
        UserErrorCode::NotFound,
        &["id"],
        "there is no such changeset",
    )
}
