//! A draft: what edits would do to a version of the data set.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::enums::Operation;
use entity::tables::NodeType;

use super::beside::Beside;
use crate::domain::{self, Edit, EditFault};
use crate::graph::Snapshot;
use crate::store::Difference;

/// An edit, and the version in which its author saw the record, if it says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Intended {
    /// The edit.
    pub edit: Edit,
    /// The newest version that the author knew of the record.
    pub expected: Option<i64>,
}

/// What is wrong with edits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// They break a rule.
    Rule(EditFault),
    /// An edit is of a record that somebody changed after its author saw it.
    Changed {
        /// The number of the edit, from 0.
        edit: usize,
        /// The version that changed the record.
        version: i64,
    },
    /// A right is missing for it.
    Denied {
        /// The number of the edit; nothing where it is none's alone.
        edit: Option<usize>,
        /// The right.
        right: String,
    },
}

/// What edits would do.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What differs.
    pub difference: Difference,
    /// The ids of the records that edits create, by the edits' numbers.
    pub created: BTreeMap<usize, (NodeType, String)>,
    /// The version that it was made against.
    pub after: i64,
}

/// What edits would do to a version on a day, or everything that is wrong with them.
pub fn draft(
    snapshot: &Snapshot,
    edits: &[Intended],
    today: NaiveDate,
) -> Result<Draft, Vec<Fault>> {
    let mut faults = changed(snapshot, edits);
    let plain: Vec<Edit> = edits.iter().map(|one| one.edit.clone()).collect();
    let nothing = std::collections::BTreeSet::new();
    let touched = domain::touched(&plain, &Beside::new(snapshot, &nothing));
    let beside = Beside::new(snapshot, &touched);
    let before = beside.rows();
    let edited = match domain::edit(&before, &plain, &beside, today) {
        Ok(edited) => edited,
        Err(wrong) => {
            faults.extend(wrong.into_iter().map(Fault::Rule));
            return Err(faults);
        }
    };
    let difference = Difference::between(&before, &edited.tables);
    faults.extend(
        dangling(&difference, &beside, edits)
            .into_iter()
            .map(Fault::Rule),
    );
    if !faults.is_empty() {
        return Err(faults);
    }
    let kind = |number: &usize| match &plain[*number] {
        Edit::Create { kind, .. }
        | Edit::Update { kind, .. }
        | Edit::Restore { kind, .. }
        | Edit::Delete { kind, .. } => *kind,
    };
    let created = edited.created.into_iter();
    let created = created.map(|(number, id)| (number, (kind(&number), id)));
    Ok(Draft {
        difference,
        created: created.collect(),
        after: snapshot.version().number,
    })
}

/// The edits of records that others changed after their authors saw them.
fn changed(snapshot: &Snapshot, edits: &[Intended]) -> Vec<Fault> {
    let edits = edits.iter().enumerate();
    let changed = edits.filter_map(|(edit, one)| {
        let (kind, id) = match &one.edit {
            Edit::Create { .. } => return None,
            Edit::Update { kind, id, .. } | Edit::Delete { kind, id } => {
                snapshot.place_of(*kind, id)?;
                (*kind, id)
            }
            // What is to be what it was may be gone by now.
            Edit::Restore { kind, id, .. } => (*kind, id),
        };
        let version = snapshot.last_change(kind, id);
        (version > one.expected?).then_some(Fault::Changed { edit, version })
    });
    changed.collect()
}

/// The records that would go, but that others beside the edited aggregates refer to.
fn dangling(difference: &Difference, beside: &Beside<'_>, edits: &[Intended]) -> Vec<EditFault> {
    const TOLD: usize = 3;

    let mut faults = Vec::new();
    for (kind, records) in &difference.changed {
        let removed = records
            .iter()
            .filter(|(_, operation)| **operation == Operation::Delete);
        for (id, _) in removed {
            let referring = beside.referring(*kind, id);
            if referring.is_empty() {
                continue;
            }
            let told = referring.iter().take(TOLD);
            let told: Vec<_> = told
                .map(|(kind, id)| format!("`{}:{id}`", kind.name()))
                .collect();
            let more = match referring.len().saturating_sub(TOLD) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let is_it = |one: &Intended| matches!(&one.edit, Edit::Delete { kind: of, id: its } if of == kind && its == id);
            faults.push(EditFault {
                edit: edits.iter().position(is_it),
                keys: Vec::new(),
                message: format!(
                    "`{}:{id}` stays: {}{more} refer to it",
                    kind.name(),
                    told.join(", ")
                ),
            });
        }
    }
    faults
}
