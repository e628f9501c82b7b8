//! What became of a changeset.

use super::draft::Draft;
use super::proposals::Proposal;
use super::user_error::UserError;

/// What became of a changeset.
#[derive(Clone, Debug, Default)]
pub struct ChangesetPayload {
    /// The changeset; nothing where it was not kept.
    pub proposal: Option<Proposal>,
    /// What it does, or would do.
    pub draft: Option<Draft>,
    /// What is wrong.
    pub errors: Vec<UserError>,
}

impl ChangesetPayload {
    pub(super) fn refused(errors: Vec<UserError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }

    pub(super) fn of(proposal: Proposal) -> Self {
        Self {
            proposal: Some(proposal),
            ..Self::default()
        }
    }
}
