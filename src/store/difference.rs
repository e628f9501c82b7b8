//! What differs between two sets of rows, with the rows that differ.

use entity::tables::{AllTables, Table, Tables, Visitor, each};

use super::changed::Changed;
use super::differences::differences;

/// What a changeset does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// The records that differ, and what is to be done to them.
    pub changed: Changed,
    /// Their rows before, with their parts.
    pub old: Tables,
    /// Their rows after.
    pub new: Tables,
}

impl Difference {
    /// What is to be done for one set of rows to become another.
    #[must_use]
    pub fn between(old: &impl AllTables, new: &impl AllTables) -> Self {
        let changed = differences(old, new);
        Self {
            old: only(&changed, old),
            new: only(&changed, new),
            changed,
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }
}

/// The rows of records that changed.
fn only(changed: &Changed, tables: &impl AllTables) -> Tables {
    struct Only<'t, T> {
        changed: &'t Changed,
        tables: &'t T,
        only: Tables,
    }
    impl<T: AllTables> Visitor for Only<'_, T> {
        fn visit<E: Table>(&mut self) {
            let is_changed = |row: &&E::Model| {
                let (kind, id) = E::subject(row);
                let records = self.changed.get(&kind);
                records.is_some_and(|records| records.contains_key(id))
            };
            let rows = self.tables.of::<E>().filter(is_changed).cloned();
            E::rows_mut(&mut self.only).extend(rows);
        }
    }
    let mut visitor = Only {
        changed,
        tables,
        only: Tables::default(),
    };
    each(&mut visitor);
    visitor.only
}
