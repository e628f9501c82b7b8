//! What differs between two sets of rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::enums::Operation;
use entity::tables::{NodeType, Table, Tables, Visitor, each};

use super::changed::Changed;

/// A row's key: its record's type and id, and its place in a list.
pub(super) type Key<'t> = (NodeType, &'t str, i32);

/// The key of a row.
pub(super) fn key<E: Table>(row: &E::Model) -> Key<'_> {
    let (kind, id) = E::subject(row);
    (kind, id, E::position(row))
}

/// Rows by their keys.
pub(super) fn by_key<E: Table>(rows: &[E::Model]) -> HashMap<Key<'_>, &E::Model> {
    rows.iter().map(|row| (key::<E>(row), row)).collect()
}

/// The records that differ between two sets of rows, in their own row or in a part.
#[must_use]
pub fn differences(old: &Tables, new: &Tables) -> Changed {
    struct Finder<'t> {
        old: &'t Tables,
        new: &'t Tables,
        changed: BTreeMap<NodeType, BTreeSet<&'t str>>,
    }
    impl Visitor for Finder<'_> {
        fn visit<E: Table>(&mut self) {
            let (old, new) = (
                by_key::<E>(E::rows(self.old)),
                by_key::<E>(E::rows(self.new)),
            );
            let only_old = old.keys().filter(|key| !new.contains_key(*key));
            let differing = new.iter().filter(|(key, row)| old.get(*key) != Some(row));
            for (kind, id, _) in only_old.chain(differing.map(|(key, _)| key)) {
                self.changed.entry(*kind).or_default().insert(id);
            }
        }
    }
    struct Known<'t> {
        tables: &'t Tables,
        ids: BTreeSet<(NodeType, &'t str)>,
    }
    impl Visitor for Known<'_> {
        fn visit<E: Table>(&mut self) {
            if E::RECORD.is_some() {
                self.ids.extend(E::rows(self.tables).iter().map(E::subject));
            }
        }
    }
    let changed = BTreeMap::new();
    let mut finder = Finder { old, new, changed };
    each(&mut finder);
    let ids = |tables| {
        let ids = BTreeSet::new();
        let mut known = Known { tables, ids };
        each(&mut known);
        known.ids
    };
    let (before, after) = (ids(old), ids(new));
    let operation = |kind, id| match (before.contains(&(kind, id)), after.contains(&(kind, id))) {
        (false, _) => Operation::Insert,
        (true, true) => Operation::Update,
        (true, false) => Operation::Delete,
    };
    let records = finder.changed.into_iter().map(|(kind, ids)| {
        let ids = ids
            .into_iter()
            .map(|id| (id.to_owned(), operation(kind, id)));
        (kind, ids.collect())
    });
    records.collect()
}
