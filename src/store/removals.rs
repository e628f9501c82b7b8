//! What a changeset removes, where it is so much that it may be a mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use entity::enums::Operation;
use entity::tables::{NodeType, Table, Tables, Visitor, each};

use super::changed::Changed;

/// Removals that nobody makes by the way: more than a tenth of all records, or more than half of those that
/// stand together in the files: what belongs to one ISCM or assessment, or else is of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removals {
    removed: usize,
    records: usize,
    /// Those that stand together, with how many are removed of how many.
    together: BTreeMap<String, Count>,
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
            let owner = owner(id).or_else(|| owners.get(id).copied());
            let name = owner.unwrap_or_else(|| kind.name()).to_owned();
            let count = removals.together.entry(name).or_default();
            count.records += 1;
            if is_removed(kind, id) {
                count.removed += 1;
                removals.removed += 1;
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
        for (name, count) in self.together.iter().take(TOLD) {
            write!(
                f,
                "{separator}{} of {} of {name}",
                count.removed, count.records
            )?;
            separator = ", ";
        }
        match self.together.len().checked_sub(TOLD) {
            Some(more @ 1..) => write!(f, ", and so of {more} more"),
            _ => Ok(()),
        }
    }
}
