//! Fragments: a record as it was in a version, by itself. All that it refers to is with it, so that it says
//! what it said then.

use std::collections::BTreeSet;
use std::sync::Arc;

use entity::tables::{NodeType, Table, Tables, Visitor, each};
use sea_orm::{Iterable, ModelTrait, Value};

use super::document::PastError;
use super::link::Key;
use super::scope::Scope;
use super::snapshot::Snapshot;
use crate::store::{Document, Loaded, Version, add_rows};

/// Records by their types and ids.
type Records = BTreeSet<(NodeType, String)>;

impl Scope {
    /// A record as it was in a version, with its place in what is seen of it alone; nothing where it was not
    /// there.
    pub fn fragment(
        &self,
        kind: NodeType,
        id: &str,
        version: i64,
    ) -> Result<Option<(Self, u32)>, PastError> {
        let Some(document) = self.snapshot.record_at(kind, id, version)? else {
            return Ok(None);
        };
        let add = |tables: &mut Tables, kind, id: &str, document: &Document, parts| {
            let added = add_rows(tables, kind, document, parts);
            added.map_err(|why| PastError::unreadable(kind, id, &why.into()))
        };
        let mut tables = Tables::default();
        let mut known = Records::from([(kind, id.to_owned())]);
        add(&mut tables, kind, id, &document, true)?;
        loop {
            let missing = referred_to(&tables, &known);
            if missing.is_empty() {
                break;
            }
            for (kind, id) in missing {
                // What is not there is told when the links are made.
                if let Some(document) = self.snapshot.record_at(kind, &id, version)? {
                    add(&mut tables, kind, &id, &document, false)?;
                }
                known.insert((kind, id));
            }
        }
        let version = Version {
            number: version,
            ..self.snapshot.version()
        };
        let snapshot = Snapshot::new(Loaded::new(version, tables))?;
        let place = snapshot.place_of(kind, id);
        let scope = Self {
            snapshot: Arc::new(snapshot),
            ..self.clone()
        };
        Ok(place.map(|place| (scope, place)))
    }
}

/// The records that rows refer to and that are not known.
fn referred_to(tables: &Tables, known: &Records) -> Records {
    struct Finder<'t> {
        tables: &'t Tables,
        known: &'t Records,
        missing: Records,
    }
    impl Visitor for Finder<'_> {
        fn visit<E: Table>(&mut self) {
            let rows = E::rows(self.tables);
            if rows.is_empty() {
                return;
            }
            for (column, key) in Key::all::<E>() {
                let Some(kind) = NodeType::iter().nth(key.to) else {
                    continue;
                };
                for row in rows {
                    if let Value::String(Some(id)) = row.get(column) {
                        let record = (kind, id);
                        if !self.known.contains(&record) {
                            self.missing.insert(record);
                        }
                    }
                }
            }
        }
    }
    let mut finder = Finder {
        tables,
        known,
        missing: Records::new(),
    };
    each(&mut finder);
    finder.missing
}
