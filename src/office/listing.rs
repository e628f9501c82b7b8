//! Listing changesets.

use std::sync::Arc;

use entity::office::ChangesetStatus;

use super::desk::OfficeRequest;
use super::failed::within;
use super::policy::{Action, Subject};
use super::proposals::{self, Heads, Proposal};
use crate::error::Result;
use crate::model::Only;

/// Which changesets are asked for.
#[derive(Clone, Debug, Default)]
pub struct ListRequest {
    /// Those that stand so.
    pub status: Option<ChangesetStatus>,
    /// Those of one account.
    pub author: Option<Arc<str>>,
    /// Those that change one of some ISCMs, or what is theirs; by their names.
    pub iscms: Option<Vec<Arc<str>>>,
    /// Those that are older than one.
    pub after: Option<Arc<str>>,
    /// How many at most.
    pub count: usize,
}

/// A page of changesets.
#[derive(Debug, Default)]
pub struct Listed {
    /// Those on it.
    pub proposals: Vec<Proposal>,
    /// The one that the next page begins behind: the last on this one, or the last that was looked at.
    pub last: Option<String>,
    /// Whether there may be more behind it.
    pub has_next: bool,
}

impl OfficeRequest {
    /// The changesets that are asked for and that who asks may see, the newest first.
    pub async fn list(&self, request: &ListRequest) -> Result<Listed> {
        /// How many are looked at together, and at most: where few of them are meant, pages are short.
        const LOOKED: u64 = 200;
        const MOST: usize = 2_000;

        let scope = self.office.graph.scope();
        let only = Only::read(&scope, None, request.iscms.as_deref())?;
        let Some(viewer) = &self.viewer else {
            return Ok(Listed::default());
        };
        let is_meant = |head: &entity::office::proposal::Model| {
            let target = proposals::target(head);
            let is_of_them = request.iscms.is_none()
                || head.iscms.0.iter().any(|one| only.iscms().contains(one));
            is_of_them
                && viewer
                    .may(Action::Read, Subject::Changeset, &target)
                    .is_ok()
        };
        let mut heads = Heads {
            status: request.status,
            author: request.author.clone(),
            before: request.after.as_deref().map(str::to_owned),
        };
        let (mut seen, mut looked, count) = (Vec::new(), 0, request.count);
        Ok(within!(self.office, Read, |transaction| {
            let (has_next, last) = loop {
                let found = heads.find(transaction, LOOKED).await?;
                let is_end = (found.len() as u64) < LOOKED;
                looked += found.len();
                heads.before = found.last().map(|head| head.id.clone());
                seen.extend(found.into_iter().filter(is_meant));
                let has_next = seen.len() > count;
                if has_next || is_end {
                    seen.truncate(count);
                    break (has_next, seen.last().map(|head| head.id.clone()));
                }
                if looked >= MOST {
                    break (true, heads.before);
                }
            };
            Listed {
                proposals: proposals::with_revisions(transaction, seen).await?,
                last,
                has_next,
            }
        }))
    }
}
