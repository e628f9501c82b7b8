//! Edits of records, which are held to the same rules as files: the aggregates that they touch are read with the
//! edits in place, as if somebody had changed their files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::tables::{NodeType, Tables, Visitor, each};
use toml::Table;

use super::aggregate::Aggregate;
use super::build::Others;
use super::contents::{Contents, aggregate_of, record_shape};
use super::fault::{Fault, Step};
use super::keys::slug;
use super::marks::{Marked, Origins};
use super::rows::{References, is_listed};
use crate::store::{Document, Records, with_records};

/// One edit of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// There is to be a new record.
    Create {
        /// Its type.
        kind: NodeType,
        /// The id of the record that it belongs to; of a new ISCM or assessment, its own; else nothing.
        owner: String,
        /// The values, by key.
        values: Table,
    },
    /// A record is to have other values.
    Update {
        /// Its type.
        kind: NodeType,
        /// Its id.
        id: String,
        /// The values that it is to have; those at other keys stay.
        values: Table,
        /// The keys at which it is to have none.
        cleared: Vec<String>,
    },
    /// A record is to be what it was: as the log has it, or not at all.
    Restore {
        /// Its type.
        kind: NodeType,
        /// Its id.
        id: String,
        /// The record with its parts; nothing where it is to go.
        document: Option<Document>,
    },
    /// A record is to go, with all that belongs to it.
    Delete {
        /// Its type.
        kind: NodeType,
        /// Its id.
        id: String,
    },
}

/// One thing that is wrong with edits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EditFault {
    /// The number of the edit, from 0; nothing where it is none's alone.
    pub edit: Option<usize>,
    /// The keys that lead to the place in it; none for the whole edit.
    pub keys: Vec<String>,
    /// What is wrong and what would be right. Keys are in backticks in it.
    pub message: String,
}

/// What edits make of the aggregates that they touch.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The rows of these aggregates.
    pub tables: Tables,
    /// The ids of the records that edits create, by the edits' numbers.
    pub created: BTreeMap<usize, String>,
}

/// The aggregates that edits touch, those that are not there yet among them. What is listed by any aggregate is listed
/// by the first one that another edit touches.
#[must_use]
pub fn touched(edits: &[Edit], others: &dyn Others) -> BTreeSet<Aggregate> {
    let all = edits.iter().filter_map(|edit| place(edit, others, None));
    let touched: BTreeSet<_> = all.collect();
    let lists_any = edits
        .iter()
        .any(|edit| matches!(edit, Edit::Create { kind, .. } if is_listed(*kind)));
    if lists_any && touched.is_empty() {
        BTreeSet::from([LISTING])
    } else {
        touched
    }
}

/// What lists organizations and sources that come alone.
const LISTING: Aggregate = Aggregate::Frameworks;

/// The aggregate of the record that an edit is of; what comes to be listed is listed by a given one.
fn place(edit: &Edit, others: &dyn Others, listing: Option<&Aggregate>) -> Option<Aggregate> {
    match edit {
        Edit::Create { kind, .. } if is_listed(*kind) => listing.cloned(),
        Edit::Restore { kind, id, document } if is_listed(*kind) => {
            let listed = others.listed_in(*kind, id);
            let before = document.as_ref().and_then(|of| of.get("file")?.as_str());
            Aggregate::named(&listed.or_else(|| before.map(str::to_owned))?)
        }
        Edit::Update { kind, id, .. } | Edit::Delete { kind, id } if is_listed(*kind) => {
            Aggregate::named(&others.listed_in(*kind, id)?)
        }
        Edit::Create {
            kind, owner: id, ..
        }
        | Edit::Update { kind, id, .. }
        | Edit::Restore { kind, id, .. }
        | Edit::Delete { kind, id } => aggregate_of(*kind, id),
    }
}

/// The rows of the aggregates that edits touch, after the edits, or everything that is wrong with these. `rows` are
/// those of the aggregates before; `others` tells what else there is.
pub fn edit(
    rows: &Tables,
    edits: &[Edit],
    others: &dyn Others,
    today: NaiveDate,
) -> Result<Edited, Vec<EditFault>> {
    let all: Vec<(usize, &Edit)> = edits.iter().enumerate().collect();
    match together(rows, &all, others, today) {
        Ok(edited) => Ok(edited),
        Err(Wrong::Rules(faults)) => Err(faults),
        Err(Wrong::Values(mut faults)) => {
            // What cannot be read says nothing of the others: they are held to the rules without it.
            let is_read = |number: &usize| faults.iter().all(|fault| fault.edit != Some(*number));
            let (read, unread): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|(number, _)| is_read(number));
            let hangs = |number: &usize| hangs_on_any(&edits[*number], &unread);
            if let Err(Wrong::Values(more) | Wrong::Rules(more)) =
                together(rows, &read, others, today)
            {
                let own = more.into_iter();
                faults.extend(own.filter(|fault| fault.edit.is_some_and(|edit| !hangs(&edit))));
            }
            faults.sort();
            Err(faults)
        }
    }
}

/// What is wrong with edits: their values, before they are held to the rules, or what the rules say.
enum Wrong {
    Values(Vec<EditFault>),
    Rules(Vec<EditFault>),
}

/// Whether an edit may speak of a record that another one of these creates.
fn hangs_on_any(edit: &Edit, unread: &[(usize, &Edit)]) -> bool {
    let (Edit::Create { values, .. } | Edit::Update { values, .. }) = edit else {
        return false;
    };
    let said = values.to_string();
    unread.iter().any(|(_, other)| {
        let Edit::Create { values, .. } = other else {
            return false;
        };
        let mut names = values.values().filter_map(toml::Value::as_str);
        names.any(|name| said.contains(name) || said.contains(&slug(name)))
    })
}

fn together(
    rows: &Tables,
    edits: &[(usize, &Edit)],
    others: &dyn Others,
    today: NaiveDate,
) -> Result<Edited, Wrong> {
    let plain: Vec<Edit> = edits.iter().map(|(_, edit)| (*edit).clone()).collect();
    let touched = touched(&plain, others);
    let listing = touched.first();
    let restored = with_records(rows, &restored(&plain));
    let restored = restored.map_err(|error| {
        let message = format!("is no record as it was: {error}");
        Wrong::Values(vec![EditFault {
            edit: None,
            keys: Vec::new(),
            message,
        }])
    })?;
    let mut marked = Marked::of(&restored, touched.iter());
    let mut faults = Vec::new();
    for (number, edit) in edits {
        let done = apply(&mut marked, *number, edit, place(edit, others, listing));
        faults.extend(done.err().map(|message| EditFault {
            edit: Some(*number),
            keys: Vec::new(),
            message,
        }));
    }
    if !faults.is_empty() {
        return Err(Wrong::Values(faults));
    }
    let (tables, created, origins) = marked.finish();
    let after = Contents::read(tables);
    let after = after.map_err(|faults| Wrong::Values(mapped(faults, &origins)))?;
    let (built, mut wrong) = after.build_beside(others, today);
    // What was wrong before, elsewhere, is not these edits' matter.
    if wrong.iter().any(|fault| origins.of(fault).is_none()) {
        let before = Contents::among(rows, touched, References::Ids);
        let before = before.map(|before| before.build_beside(others, today).1);
        let before: BTreeSet<_> = before.into_iter().flatten().collect();
        let is_old = |fault: &Fault| origins.of(fault).is_none() && before.contains(fault);
        wrong.retain(|fault| !is_old(fault));
    }
    if !wrong.is_empty() {
        return Err(Wrong::Rules(mapped(wrong, &origins)));
    }
    let moved = moved(edits, &built);
    if !moved.is_empty() {
        return Err(Wrong::Rules(moved));
    }
    Ok(Edited {
        tables: built,
        created,
    })
}

/// The records that are to be what they were.
fn restored(edits: &[Edit]) -> Records {
    let restored = edits.iter().filter_map(|edit| match edit {
        Edit::Restore { kind, id, document } => Some(((*kind, id.clone()), document.clone())),
        _ => None,
    });
    restored.collect()
}

/// Does an edit to the aggregate of its record; or what is wrong with it.
fn apply(
    marked: &mut Marked,
    number: usize,
    edit: &Edit,
    place: Option<Aggregate>,
) -> Result<(), String> {
    let place = place.ok_or_else(|| unknown(edit))?;
    match edit {
        Edit::Create {
            kind,
            owner,
            values,
        } => marked.create(number, &place, (*kind, owner), values.clone()),
        Edit::Update {
            kind,
            id,
            values,
            cleared,
        } => marked.update(number, &place, (*kind, id), (values, cleared)),
        // Done before the others.
        Edit::Restore { .. } => Ok(()),
        Edit::Delete { kind, id } => marked.delete(&place, *kind, id),
    }
}

/// The updates after which records would have other ids.
fn moved(edits: &[(usize, &Edit)], after: &Tables) -> Vec<EditFault> {
    let ids = ids(after);
    let moved = edits.iter().filter_map(|(number, edit)| match edit {
        Edit::Update { kind, id, .. } if !ids.contains(&(*kind, id)) => Some(EditFault {
            edit: Some(*number),
            keys: Vec::new(),
            message: format!(
                "the id of `{}:{id}` would be another; delete it and create the other one",
                kind.name()
            ),
        }),
        _ => None,
    });
    moved.collect()
}

/// The types and ids of all records.
fn ids(tables: &Tables) -> BTreeSet<(NodeType, &str)> {
    struct Ids<'t>(&'t Tables, BTreeSet<(NodeType, &'t str)>);
    impl Visitor for Ids<'_> {
        fn visit<E: entity::tables::Table>(&mut self) {
            if E::RECORD.is_some() {
                self.1.extend(E::rows(self.0).iter().map(E::subject));
            }
        }
    }
    let mut ids = Ids(tables, BTreeSet::new());
    each(&mut ids);
    ids.1
}

/// What is wrong with an edit of a record that no aggregate has.
fn unknown(edit: &Edit) -> String {
    match edit {
        Edit::Update { kind, id, .. }
        | Edit::Restore { kind, id, .. }
        | Edit::Delete { kind, id } => {
            if record_shape(*kind).is_none() {
                return format!(
                    "a {} is not edited: they are those of their standard",
                    kind.name()
                );
            }
            format!("there is no `{}:{id}`", kind.name())
        }
        Edit::Create { kind, .. } => {
            format!(
                "a {} is not created: they are those of their standard",
                kind.name()
            )
        }
    }
}

/// Faults, each with the edit that it is of; of those that are none's some are told.
fn mapped(faults: Vec<Fault>, origins: &Origins) -> Vec<EditFault> {
    const TOLD: usize = 3;

    let (mut own, mut others) = (Vec::new(), Vec::new());
    for fault in faults {
        match origins.of(&fault) {
            Some((edit, keys)) => own.push(EditFault {
                edit: Some(edit),
                keys,
                message: fault.message,
            }),
            None => others.push(elsewhere(&fault)),
        }
    }
    own.sort();
    own.dedup();
    let more = others.len().saturating_sub(TOLD);
    others.truncate(TOLD);
    if more > 0 {
        others.push(format!("after it, there are {more} more faults like these"));
    }
    let others = others.into_iter().map(|message| EditFault {
        edit: None,
        keys: Vec::new(),
        message,
    });
    own.into_iter().chain(others).collect()
}

/// A fault of a record that no edit is of.
fn elsewhere(fault: &Fault) -> String {
    let steps = fault.steps.iter().map(|step| match step {
        Step::Record(list, number, name) if name.is_empty() => format!("{list}[{}]", number + 1),
        Step::Record(list, _, name) => format!("{list} {name:?}"),
        Step::Key(key) => format!("`{key}`"),
    });
    let place: Vec<_> = steps.collect();
    let (aggregate, place, message) = (&fault.aggregate, place.join(", "), &fault.message);
    format!("after it, in {aggregate}: {place}: {message}")
}
