//! What differs between two sets of rows, with the rows that differ.

use entity::tables::{AllTables, NodeType, Table, Tables, Visitor, each};
use serde_json::Value;

use super::changed::Changed;
use super::differences::differences;
use super::document::{Document, FORMAT, Logged};
use super::documents::Documents;
use super::history::{ChangedRecord, Changeset};
use super::load::Version;

/// A record by type and id, and what it is.
type Differing = (NodeType, String, Option<Document>);

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

    /// The changeset that makes this of the version before it.
    pub fn changeset(
        &self,
        version: Version,
        actor: &str,
        message: &str,
    ) -> serde_json::Result<Changeset> {
        let before = Documents::new(&self.old, |_, _| true);
        let records = self.changed.iter();
        let records = records.flat_map(|(kind, records)| records.iter().map(|one| (*kind, one)));
        let changes = records.map(|(kind, (id, operation))| {
            let before = before.of(kind, id)?;
            let before = before.map(|before| Logged::new(FORMAT, &Value::Object(before)));
            Ok(ChangedRecord {
                kind,
                id: id.as_str().into(),
                operation: *operation,
                before,
            })
        });
        Ok(Changeset {
            version,
            actor: actor.to_owned(),
            message: message.to_owned(),
            changes: changes.collect::<serde_json::Result<_>>()?,
            is_whole: true,
        })
    }

    /// The records that differ, as they were before it; nothing for those that are added.
    pub fn before(&self) -> serde_json::Result<Vec<Differing>> {
        self.documents(&self.old)
    }

    /// The records that differ, as they are after it; nothing for those that are removed.
    pub fn after(&self) -> serde_json::Result<Vec<Differing>> {
        self.documents(&self.new)
    }

    fn documents(&self, tables: &Tables) -> serde_json::Result<Vec<Differing>> {
        let documents = Documents::new(tables, |_, _| true);
        let records = self.changed.iter();
        let records = records.flat_map(|(kind, records)| records.keys().map(|id| (*kind, id)));
        let records = records.map(|(kind, id)| Ok((kind, id.clone(), documents.of(kind, id)?)));
        records.collect()
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
