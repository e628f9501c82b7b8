//! What a changeset removes, where it is so much that it may be a mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use entity::enums::Operation;
use entity::tables::{NodeType, Table, Tables, Visitor, each};

use super::changed::Changed;

/// Removals that nobody makes by the way: more than a tenth of all records, or more than half of those that
/// belong to one ISCM or assessment, or of those of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removals {
    removed: usize,
    records: usize,
    /// Those that belong together, with how many are removed of how many.
    together: BTreeMap<Group, Count>,
}

/// Records that belong together; each is in the group of its owner and in that of its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Those of an ISCM or an assessment, by its id.
    Owner(String),
    /// Those of a type.
    Type(NodeType),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    removed: usize,
    records: usize,
}

impl Removals {
    /// The removals among changes to rows, if they are so many.
    #[must_use]
    pub fn of(old: &Tables, changed: &Changed) -> Option<Self> {
        let all = records(old);
        let owners: BTreeSet<_> = all.iter().filter_map(|(_, id)| owner(id)).collect();
        let is_removed = |kind: &NodeType, id: &str| {
            let operation = changed.get(kind).and_then(|records| records.get(id));
            operation == Some(&Operation::Delete)
        };
        let mut removals = Self {
            removed: 0,
            records: all.len(),
            together: BTreeMap::new(),
        };
        for (kind, id) in &all {
            let is_removed = is_removed(kind, id);
            removals.removed += usize::from(is_removed);
            let owner = owner(id).or_else(|| owners.get(id).copied());
            let owner = owner.map(|owner| Group::Owner(owner.to_owned()));
            for group in owner.into_iter().chain([Group::Type(*kind)]) {
                let count = removals.together.entry(group).or_default();
                count.records += 1;
                count.removed += usize::from(is_removed);
            }
        }
        let is_much = |count: &Count| count.removed * 2 > count.records;
        removals.together.retain(|_, count| is_much(count));
        let is_tenth = removals.removed * 10 > removals.records;
        (is_tenth || !removals.together.is_empty()).then_some(removals)
    }
}

/// The record that one belongs to in the end, by their ids.
fn owner(id: &str) -> Option<&str> {
    id.split_once('/').map(|(owner, _)| owner)
}

/// The types and ids of all records.
fn records(tables: &Tables) -> Vec<(NodeType, &str)> {
    struct Lister<'t>(&'t Tables, Vec<(NodeType, &'t str)>);
    impl Visitor for Lister<'_> {
        fn visit<E: Table>(&mut self) {
            if E::RECORD.is_some() {
                self.1.extend(E::rows(self.0).iter().map(E::subject));
            }
        }
    }
    let mut lister = Lister(tables, Vec::new());
    each(&mut lister);
    lister.1
}

impl fmt::Display for Removals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const TOLD: usize = 5;

        write!(
            f,
            "{} of {} records would be removed",
            self.removed, self.records
        )?;
        let mut separator = ": ";
        for (group, count) in self.together.iter().take(TOLD) {
            let (removed, records) = (count.removed, count.records);
            match group {
                Group::Owner(id) => write!(f, "{separator}{removed} of {records} of {id}")?,
                Group::Type(kind) => {
                    write!(
                        f,
                        "{separator}{removed} of {records} of the type {}",
                        kind.name()
                    )?;
                }
            }
            separator = ", ";
        }
        match self.together.len().checked_sub(TOLD) {
            Some(more @ 1..) => write!(f, ", and so of {more} more"),
            _ => Ok(()),
        }
    }
}
