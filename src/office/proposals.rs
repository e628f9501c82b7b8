//! Proposals as they are kept.

use std::sync::Arc;

use entity::office::{ChangesetStatus, comment, proposal, revision};
use entity::values::Texts;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::draft::Intended;
use super::failed::Failed;
use super::kept_edits::{keep, kept};
use super::key_text::base32;
use super::policy::{Grant, Target};
use crate::error::{Error, Result};

/// The most comments on a proposal.
pub const MAX_COMMENTS: usize = 100;

/// A proposal with its newest revision.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What stays the same.
    pub head: proposal::Model,
    /// What it says.
    pub revision: revision::Model,
    /// The edits.
    pub edits: Vec<Intended>,
    /// What was said of it, in order.
    pub comments: Vec<comment::Model>,
}

/// What a proposal says.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) message: String,
    pub(super) edits: Vec<Intended>,
    /// The ISCMs that it changes.
    pub(super) iscms: Vec<String>,
    /// The version that it was made against.
    pub(super) based_on: i64,
}

/// The client's own key of a request, and the hash of what it says.
#[derive(Clone, Debug)]
pub(super) struct RequestKey {
    pub(super) key: String,
    pub(super) hash: String,
}

/// The id of what is made at a moment: those that are made later stand behind.
fn new_id(now: i64) -> Result<String> {
    let mut random = [0; 5];
    getrandom::fill(&mut random).map_err(|error| Error::internal(error.to_string()))?;
    let moment = &now.to_be_bytes()[2..];
    Ok(format!("{}{}", base32(moment), base32(&random)))
}

/// Makes a proposal.
pub(super) async fn create(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    account: &str,
    said: Said,
    request: Option<RequestKey>,
    now: i64,
) -> std::result::Result<Proposal, Failed> {
    let (request_key, request_hash) = request.map(|one| (one.key, one.hash)).unzip();
    // In the order of their ids they were made.
    let last = Heads::default().find(transaction, 1).await?;
    let last = last.first().map(|last| last.created_at);
    let now = last.map_or(now, |last| now.max(last.saturating_add(1)));
    let head = proposal::Model {
        id: new_id(now)?,
        account_id: account.to_owned(),
        request_key,
        request_hash,
        title: said.title.clone(),
        iscms: Texts(said.iscms.clone()),
        status: ChangesetStatus::Proposed,
        revision: 1,
        created_at: now,
        decided_at: None,
        decided_by: None,
        reason: None,
        version: None,
    };
    let head = head.into_active_model().insert(transaction).await?;
    let revision = revise(transaction, &head, &said, now).await?;
    Ok(Proposal {
        head,
        revision,
        edits: said.edits,
        comments: Vec::new(),
    })
}

async fn revise(
    transaction: &DatabaseTransaction,
    head: &proposal::Model,
    said: &Said,
    now: i64,
) -> std::result::Result<revision::Model, Failed> {
    let revision = revision::Model {
        proposal_id: head.id.clone(),
        number: head.revision,
        message: said.message.clone(),
        edits: keep(&said.edits)?,
        based_on: said.based_on,
        created_at: now,
    };
    Ok(revision.into_active_model().insert(transaction).await?)
}

/// Makes another revision of a proposal.
pub(super) async fn amend(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    proposal: Proposal,
    said: Said,
    now: i64,
) -> std::result::Result<Proposal, Failed> {
    let number = proposal.head.revision + 1;
    let mut head = proposal.head.into_active_model();
    head.revision = Set(number);
    head.title = Set(said.title.clone());
    head.iscms = Set(Texts(said.iscms.clone()));
    let head = head.update(transaction).await?;
    let revision = revise(transaction, &head, &said, now).await?;
    Ok(Proposal {
        head,
        revision,
        edits: said.edits,
        comments: proposal.comments,
    })
}

/// What was decided on a proposal.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) status: ChangesetStatus,
    pub(super) by: String,
    pub(super) reason: Option<String>,
    pub(super) version: Option<i64>,
}

/// Notes what was decided.
pub(super) async fn decide(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    proposal: Proposal,
    verdict: Verdict,
    now: i64,
) -> std::result::Result<Proposal, Failed> {
    let mut head = proposal.head.into_active_model();
    head.status = Set(verdict.status);
    head.decided_at = Set(Some(now));
    head.decided_by = Set(Some(verdict.by));
    head.reason = Set(verdict.reason);
    head.version = Set(verdict.version);
    let head = head.update(transaction).await?;
    Ok(Proposal { head, ..proposal })
}

/// A proposal with its newest revision.
pub(super) async fn find(
    transaction: &DatabaseTransaction,
    id: &str,
) -> std::result::Result<Option<Proposal>, Failed> {
    let head = proposal::Entity::find_by_id(id).one(transaction).await?;
    match head {
        Some(head) => with_revision(transaction, head).await.map(Some),
        None => Ok(None),
    }
}

/// A proposal that waits, in a revision; nobody else decides on it before the transaction ends.
pub(super) async fn waiting(
    transaction: &DatabaseTransaction,
    id: &str,
    revision: i32,
) -> std::result::Result<Proposal, Failed> {
    // Written to, the row is this transaction's.
    proposal::Entity::update_many()
        .col_expr(
            proposal::Column::Status,
            Expr::col(proposal::Column::Status),
        )
        .filter(proposal::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    let there = find(transaction, id).await?;
    let is_meant = |there: &Proposal| {
        there.head.status == ChangesetStatus::Proposed && there.head.revision == revision
    };
    let message =
        "takes the newest revision: somebody decided on the changeset, or amended it, meanwhile";
    Ok(there
        .filter(is_meant)
        .ok_or_else(|| Error::bad_input("revision", message))?)
}

/// What a proposal's rights hang on.
pub(super) fn target(head: &proposal::Model) -> Target {
    Target {
        account: Some(head.account_id.clone()),
        iscms: head.iscms.0.clone(),
        ..Target::default()
    }
}

/// The proposal that an account made with its own key of a request.
pub(super) async fn of_request(
    transaction: &DatabaseTransaction,
    account: &str,
    key: &str,
) -> std::result::Result<Option<Proposal>, Failed> {
    let of_request = proposal::Entity::find()
        .filter(proposal::Column::AccountId.eq(account))
        .filter(proposal::Column::RequestKey.eq(key));
    match of_request.one(transaction).await? {
        Some(head) => with_revision(transaction, head).await.map(Some),
        None => Ok(None),
    }
}

async fn with_revision(
    transaction: &DatabaseTransaction,
    head: proposal::Model,
) -> std::result::Result<Proposal, Failed> {
    let number = head.revision;
    let revision = revision::Entity::find_by_id((head.id.clone(), number));
    let revision = revision.one(transaction).await?;
    let revision = revision
        .ok_or_else(|| Error::internal(format!("the proposal {} has no revision", head.id)))?;
    let edits = kept(revision.edits.clone())?;
    let comments = comments(transaction, &[&head.id]).await?;
    Ok(Proposal {
        head,
        revision,
        edits,
        comments,
    })
}

/// Which proposals are meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    /// Those that stand so.
    pub(super) status: Option<ChangesetStatus>,
    /// Those of one account.
    pub(super) author: Option<Arc<str>>,
    /// Those that are older than one.
    pub(super) before: Option<String>,
}

impl Heads {
    /// Their heads, the newest first, so many at most.
    pub(super) async fn find(
        &self,
        transaction: &DatabaseTransaction,
        count: u64,
    ) -> std::result::Result<Vec<proposal::Model>, Failed> {
        let mut heads = proposal::Entity::find().order_by_desc(proposal::Column::Id);
        if let Some(status) = self.status {
            heads = heads.filter(proposal::Column::Status.eq(status));
        }
        if let Some(author) = &self.author {
            heads = heads.filter(proposal::Column::AccountId.eq(&**author));
        }
        if let Some(before) = &self.before {
            heads = heads.filter(proposal::Column::Id.lt(before));
        }
        Ok(heads.limit(count).all(transaction).await?)
    }
}

/// Proposals with their newest revisions.
pub(super) async fn with_revisions(
    transaction: &DatabaseTransaction,
    heads: Vec<proposal::Model>,
) -> std::result::Result<Vec<Proposal>, Failed> {
    let ids: Vec<_> = heads.iter().map(|head| head.id.as_str()).collect();
    let comments = comments(transaction, &ids).await?;
    let revisions = revision::Entity::find().filter(revision::Column::ProposalId.is_in(ids));
    let revisions = revisions.all(transaction).await?;
    let proposals = heads.into_iter().filter_map(|head| {
        let mut revisions = revisions.iter();
        let newest =
            revisions.find(|one| one.proposal_id == head.id && one.number == head.revision);
        let revision = newest?.clone();
        let edits = kept(revision.edits.clone());
        let comments = comments.iter().filter(|one| one.proposal_id == head.id);
        let comments = comments.cloned().collect();
        Some(edits.map(|edits| Proposal {
            head,
            revision,
            edits,
            comments,
        }))
    });
    Ok(proposals.collect::<Result<_>>()?)
}

/// Says something of a proposal: it, with that; nothing where as much was said as may be.
pub(super) async fn comment(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    head: &proposal::Model,
    account: &str,
    text: String,
    now: i64,
) -> std::result::Result<Option<Proposal>, Failed> {
    // One after the other, so that no two take the same number.
    let held = proposal::Entity::find_by_id(&head.id).lock_exclusive();
    held.one(transaction).await?;
    let there = comments(transaction, &[&head.id]).await?;
    if there.len() >= MAX_COMMENTS {
        return Ok(None);
    }
    let said = comment::Model {
        proposal_id: head.id.clone(),
        number: there.last().map_or(1, |last| last.number + 1),
        revision: head.revision,
        account_id: account.to_owned(),
        text,
        created_at: now,
    };
    said.into_active_model().insert(transaction).await?;
    find(transaction, &head.id).await
}

/// What was said of proposals, of each in order.
async fn comments(
    transaction: &DatabaseTransaction,
    ids: &[&str],
) -> std::result::Result<Vec<comment::Model>, Failed> {
    let comments = comment::Entity::find()
        .filter(comment::Column::ProposalId.is_in(ids.iter().copied()))
        .order_by_asc(comment::Column::ProposalId)
        .order_by_asc(comment::Column::Number);
    Ok(comments.all(transaction).await?)
}
