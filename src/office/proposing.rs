//! Proposing a changeset, publishing one in one step, and amending one that waits.

use super::audit;
use super::desk::OfficeRequest;
use super::draft::{Draft, Fault, Intended};
use super::failed::within;
use super::payload::ChangesetPayload;
use super::policy::{Action, Denied, Grant, Subject, Target};
use super::proposals;
use super::propose_input::ProposeInput;
use super::publish::{Noted, drafted};
use super::rights;
use super::tokens;
use super::user_error::{UserError, UserErrorCode, user_errors};
use crate::domain::Edit;
use crate::error::Result;

impl OfficeRequest {
    /// Proposes a changeset, or publishes it in one step.
    pub async fn propose(&self, input: ProposeInput) -> Result<ChangesetPayload> {
        let action = if input.publishes {
            "publishChangeset"
        } else {
            "proposeChangeset"
        };
        let mut done = self.propose_in(&input, action).await;
        // What is sent twice at once is refused here for what the other one did.
        let is_refused = done.as_ref().map_or(true, |done| !done.errors.is_empty());
        if is_refused && let Ok(Some(known)) = self.known_request(&input).await {
            done = Ok(known);
        }
        self.audited(action, None, done).await
    }

    async fn propose_in(
        &self,
        input: &ProposeInput,
        action: &'static str,
    ) -> Result<ChangesetPayload> {
        let viewer = self.known(Action::Create, Subject::Changeset)?;
        let own = Target {
            account: Some(viewer.account.to_string()),
            ..Target::default()
        };
        let create = viewer.may(Action::Create, Subject::Changeset, &own)?;
        if let Some(known) = self.known_request(input).await? {
            return Ok(known);
        }
        let request = input.request()?;
        if input.publishes && !input.is_dry {
            let noted = Noted::New {
                create,
                input,
                request,
            };
            let words = (&*viewer.account, &*input.message);
            return self.publish(&input.edits, words, noted).await;
        }
        let draft = match drafted(&self.office, &input.edits).await? {
            Ok(draft) => draft,
            Err(faults) => return Ok(self.faulty(&input.edits, faults)),
        };
        if draft.difference.is_empty() {
            let empty = UserError::empty(&["input", "changes"]);
            return Ok(ChangesetPayload::refused(vec![empty]));
        }
        let needed = if input.publishes {
            Action::Publish
        } else {
            Action::Propose
        };
        if let Err(faults) = self.grant(needed, &input.edits, &draft)? {
            return Ok(self.faulty(&input.edits, faults));
        }
        if input.is_dry {
            return Ok(ChangesetPayload {
                draft: Some(draft),
                ..ChangesetPayload::default()
            });
        }
        let said = input.said(&draft)?;
        let now = self.office.now();
        let proposal = within!(self.office, Write, |transaction| {
            let account = &viewer.account;
            tokens::known(transaction, viewer, now).await?;
            let made = proposals::create(create, transaction, account, said, request, now).await?;
            audit::note(transaction, self.entry(action, &made.head.id, None)).await?;
            made
        });
        Ok(ChangesetPayload {
            proposal: Some(proposal),
            draft: Some(draft),
            errors: Vec::new(),
        })
    }

    /// What was made with the client's own key of a request before; a version of it is served by then.
    async fn known_request(&self, input: &ProposeInput) -> Result<Option<ChangesetPayload>> {
        let viewer = self.known(Action::Create, Subject::Changeset)?;
        let Some(request) = input.request()? else {
            return Ok(None);
        };
        let known = within!(self.office, Read, |transaction| {
            proposals::of_request(transaction, &viewer.account, &request.key).await?
        });
        let Some(known) = known else {
            return Ok(None);
        };
        if known.head.request_hash.as_ref() == Some(&request.hash) {
            if let Some(version) = known.head.version {
                self.office.serves(version).await;
            }
            return Ok(Some(ChangesetPayload::of(known)));
        }
        let message = "is the key of another request: each has its own";
        let path = ["input", "idempotencyKey"];
        let other = UserError::new(UserErrorCode::Conflict, &path, message);
        Ok(Some(ChangesetPayload::refused(vec![other])))
    }

    /// Makes another revision of a changeset that waits.
    pub async fn amend(
        &self,
        id: &str,
        revision: i32,
        input: ProposeInput,
    ) -> Result<ChangesetPayload> {
        let done = self.amend_in(id, revision, &input).await;
        self.audited("amendChangeset", Some(id), done).await
    }

    async fn amend_in(
        &self,
        id: &str,
        revision: i32,
        input: &ProposeInput,
    ) -> Result<ChangesetPayload> {
        let viewer = self.known(Action::Amend, Subject::Changeset)?;
        let proposal = match self.open(id, revision).await? {
            Ok(proposal) => proposal,
            Err(refused) => return Ok(refused),
        };
        let target = proposals::target(&proposal.head);
        let grant = viewer.may(Action::Amend, Subject::Changeset, &target)?;
        let draft = match drafted(&self.office, &input.edits).await? {
            Ok(draft) => draft,
            Err(faults) => return Ok(self.faulty(&input.edits, faults)),
        };
        if draft.difference.is_empty() {
            let empty = UserError::empty(&["input", "changes"]);
            return Ok(ChangesetPayload::refused(vec![empty]));
        }
        if let Err(faults) = self.grant(Action::Propose, &input.edits, &draft)? {
            return Ok(self.faulty(&input.edits, faults));
        }
        let said = input.said(&draft)?;
        let now = self.office.now();
        let amended = within!(self.office, Write, |transaction| {
            let there = proposals::waiting(transaction, id, revision).await?;
            let amended = proposals::amend(grant, transaction, there, said, now).await?;
            audit::note(transaction, self.entry("amendChangeset", id, None)).await?;
            amended
        });
        Ok(ChangesetPayload {
            proposal: Some(amended),
            draft: Some(draft),
            errors: Vec::new(),
        })
    }

    /// The right to do something to all that edits change, or the rights that are missing.
    pub(super) fn grant(
        &self,
        action: Action,
        edits: &[Intended],
        draft: &Draft,
    ) -> Result<std::result::Result<Grant, Vec<Fault>>> {
        let viewer = self.known(action, Subject::Iscm)?;
        let granted = rights::for_all(viewer, action, draft)?;
        Ok(granted.map_err(|missing| {
            let missing = missing.into_iter();
            let faults = missing.map(|(kind, id, denied): (_, String, Denied)| Fault::Denied {
                edit: edit_of(edits, draft, kind, &id),
                right: denied.right(),
            });
            faults.collect()
        }))
    }

    pub(super) fn faulty(&self, edits: &[Intended], faults: Vec<Fault>) -> ChangesetPayload {
        let snapshot = self.office.graph.snapshot();
        ChangesetPayload::refused(user_errors(&snapshot, edits, faults))
    }
}

/// The edit that changes a record: its own, the one that creates it, or none.
fn edit_of(
    edits: &[Intended],
    draft: &Draft,
    kind: entity::tables::NodeType,
    id: &str,
) -> Option<usize> {
    let mut created = draft.created.iter();
    let of_created = created.find(|(_, (of, its))| *of == kind && its == id);
    let own = || {
        edits.iter().position(|one| match &one.edit {
            Edit::Update {
                kind: of, id: its, ..
            }
            | Edit::Restore {
                kind: of, id: its, ..
            }
            | Edit::Delete { kind: of, id: its } => *of == kind && its == id,
            Edit::Create { .. } => false,
        })
    };
    of_created.map(|(number, _)| *number).or_else(own)
}
