//! Changesets as they are proposed.

use serde::Deserialize;

use super::super::changes::Change;
use super::super::cited::PageInfo;

/// Who asks; nothing for nobody in particular.
#[derive(Debug, Deserialize)]
pub(super) struct Viewer {
    pub(super) account: String,
}

/// The changesets that who asks may see.
#[derive(Debug, Deserialize)]
pub(super) struct Proposals {
    pub(super) viewer: Option<Viewer>,
    pub(super) changesets: Page,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<Proposal>,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub(super) struct One {
    pub(super) viewer: Option<Viewer>,
    pub(super) changeset: Option<Whole>,
}

/// What is told of each.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Proposal {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) author: String,
    created_at: String,
    pub(super) version: Option<i64>,
}

/// One with what it changes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whole {
    #[serde(flatten)]
    pub(super) of: Proposal,
    pub(super) message: String,
    pub(super) revision: i64,
    pub(super) reason: Option<String>,
    pub(super) decided_by: Option<String>,
    decided_at: Option<String>,
    pub(super) user_errors: Vec<Fault>,
    pub(super) changes: Vec<Change>,
    pub(super) comments: Vec<Comment>,
}

/// What is wrong with it.
#[derive(Debug, Deserialize)]
pub(super) struct Fault {
    pub(super) message: String,
}

/// What somebody said of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Comment {
    pub(super) author: String,
    created_at: String,
    pub(super) text: String,
}

/// The day of a moment.
fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or_default()
}

impl Proposal {
    /// The day it was proposed.
    pub(super) fn day(&self) -> &str {
        day(&self.created_at)
    }
}

impl Whole {
    /// The day it was decided on, and who did.
    pub(super) fn decided(&self) -> Option<(&str, &str)> {
        let at = self.decided_at.as_deref().map(day);
        at.zip(self.decided_by.as_deref())
    }
}

impl Comment {
    /// The day it was said.
    pub(super) fn day(&self) -> &str {
        day(&self.created_at)
    }
}
