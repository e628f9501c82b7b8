//! Taking a version back: as a changeset that makes of its records what they were before it, unless somebody changed the same
//! since.

use super::desk::OfficeRequest;
use super::draft::Intended;
use super::edit_types::api_name;
use super::payload::ChangesetPayload;
use super::policy::{Action, Subject};
use super::propose_input::ProposeInput;
use super::user_error::{UserError, UserErrorCode};
use crate::domain::Edit;
use crate::error::{Error, Result};
use crate::graph::{PastError, Snapshot};
use crate::model::{Record, not_seen};
use crate::store::{Conflicts, three_way};

/// What is to be taken back, and how.
#[derive(Clone, Debug)]
pub struct Revert {
    /// The version.
    pub version: i32,
    /// Why.
    pub message: Option<String>,
    /// Whether nothing is kept.
    pub is_dry: bool,
    /// Whether it is published in one step.
    pub publishes: bool,
}

impl OfficeRequest {
    /// Proposes, or publishes, that what a version did be taken back.
    pub async fn revert(&self, revert: Revert) -> Result<ChangesetPayload> {
        self.known(Action::Create, Subject::Changeset)?;
        let snapshot = self.office.graph.snapshot();
        let edits = match before(&snapshot, revert.version)? {
            Ok(edits) => edits,
            Err(errors) => return Ok(ChangesetPayload::refused(errors)),
        };
        let title = format!("Reverts version {}", revert.version);
        let input = ProposeInput {
            message: revert.message.unwrap_or_else(|| title.clone()),
            title,
            edits,
            request_key: None,
            is_dry: revert.is_dry,
            publishes: revert.publishes,
        };
        self.propose(input).await
    }
}

/// The edits that take a version back; or what somebody changed since that it changed, too.
fn before(
    snapshot: &Snapshot,
    version: i32,
) -> Result<std::result::Result<Vec<Intended>, Vec<UserError>>> {
    let past = |error: PastError| not_seen("version", &error);
    let number = i64::from(version);
    snapshot.has_version(number).map_err(past)?;
    let made = snapshot.log().changeset(number);
    let made = made.ok_or_else(|| {
        let newest = snapshot.version().number;
        let takes = format!("takes the number of a version, 1 to {newest}");
        Error::bad_input("version", &takes)
    })?;
    let present = snapshot.version().number;
    let (mut edits, mut errors) = (Vec::new(), Vec::new());
    for change in &made.changes {
        let (kind, id) = (change.kind, &*change.id);
        let at = |version| snapshot.record_at(kind, id, version).map_err(past);
        let (was, made, now) = (at(number - 1)?, at(number)?, at(present)?);
        let (document, conflict) =
            three_way(made.as_ref(), now.clone(), was.as_ref(), Conflicts::Refuse);
        if let Some(columns) = conflict {
            let columns: Vec<_> = columns.iter().map(|column| api_name(column)).collect();
            let what = if columns.is_empty() {
                "as a whole".to_owned()
            } else {
                format!("in `{}`", columns.join("`, `"))
            };
            let name = kind.name();
            let message = format!("`{name}:{id}` was changed since, {what}: change it by itself");
            let place = snapshot.place_of(kind, id);
            errors.push(UserError {
                node: place.map(|place| Record { kind, place }),
                ..UserError::new(UserErrorCode::Conflict, &["version"], message)
            });
        } else if document != now {
            edits.push(Intended {
                edit: Edit::Restore {
                    kind,
                    id: id.to_owned(),
                    document,
                },
                // What it is to be comes of what is there now.
                expected: Some(present),
            });
        }
    }
    Ok(if errors.is_empty() {
        Ok(edits)
    } else {
        Err(errors)
    })
}
