//! What differs between two sets of rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::enums::Operation;
use entity::tables::{AllTables, NodeType, Table, Visitor, each};

use super::changed::Changed;

/// A row's key: its record's type and id, and its place in a list.
pub(super) type Key<'t> = (NodeType, &'t str, i32);

/// The key of a row.
pub(super) fn key<E: Table>(row: &E::Model) -> Key<'_> {
    let (kind, id) = E::subject(row);
    (kind, id, E::position(row))
}

/// Rows by their keys.
pub(super) fn by_key<E: Table>(tables: &impl AllTables) -> HashMap<Key<'_>, &E::Model> {
    tables.of::<E>().map(|row| (key::<E>(row), row)).collect()
}

/// The records that differ between two sets of rows, in their own row or in a part.
#[must_use]
pub fn differences(old: &impl AllTables, new: &impl AllTables) -> Changed {
    struct Finder<'t, O, N> {
        old: &'t O,
        new: &'t N,
        changed: BTreeMap<NodeType, BTreeSet<&'t str>>,
    }
    impl<O: AllTables, N: AllTables> Visitor for Finder<'_, O, N> {
        fn visit<E: Table>(&mut self) {
            let (old, new) = (by_key::<E>(self.old), by_key::<E>(self.new));
            let only_old = old.keys().filter(|key| !new.contains_key(*key));
            let differing = new.iter().filter(|(key, row)| old.get(*key) != Some(row));
            for (kind, id, _) in only_old.chain(differing.map(|(key, _)| key)) {
                self.changed.entry(*kind).or_default().insert(id);
            }
        }
    }
    struct Known<'t, T> {
        tables: &'t T,
        ids: BTreeSet<(NodeType, &'t str)>,
    }
    impl<T: AllTables> Visitor for Known<'_, T> {
        fn visit<E: Table>(&mut self) {
            if E::RECORD.is_some() {
                self.ids.extend(self.tables.of::<E>().map(E::subject));
            }
        }
    }
    fn ids(tables: &impl AllTables) -> BTreeSet<(NodeType, &str)> {
        let ids = BTreeSet::new();
        let mut known = Known { tables, ids };
        each(&mut known);
        known.ids
    }
    let changed = BTreeMap::new();
    let mut finder = Finder { old, new, changed };
    each(&mut finder);
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
