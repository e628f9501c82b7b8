//! A version made of another one by what differs.

use std::collections::HashSet;
use std::sync::Arc;

use entity::tables::{NodeType, Table, Tables, Visitor, each};

use super::snapshot::{LoadError, Snapshot};
use crate::store::{Document, Loaded, Version, add_rows};

/// A record as it is to be.
#[derive(Clone, Debug)]
pub struct RecordState {
    /// Its type.
    pub kind: NodeType,
    /// Its id.
    pub id: String,
    /// The record with its parts; nothing where it is not there.
    pub document: Option<Document>,
}

impl Snapshot {
    /// The version that is like `base` but for some records.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "whoever made the documents has no more use for them"
    )]
    pub fn apply(
        base: &Arc<Self>,
        version: Version,
        records: Vec<RecordState>,
    ) -> Result<Self, LoadError> {
        struct Others<'a> {
            from: &'a Tables,
            to: Tables,
            changed: HashSet<(NodeType, &'a str)>,
        }
        impl Visitor for Others<'_> {
            fn visit<E: Table>(&mut self) {
                let rows = E::rows(self.from).iter();
                let others = rows.filter(|row| !self.changed.contains(&E::subject(row)));
                *E::rows_mut(&mut self.to) = others.cloned().collect();
            }
        }
        let changed = records.iter().map(|one| (one.kind, one.id.as_str()));
        let mut others = Others {
            from: base.tables(),
            to: Tables::default(),
            changed: changed.collect(),
        };
        each(&mut others);
        let mut tables = others.to;
        for record in &records {
            if let Some(document) = &record.document {
                add_rows(&mut tables, record.kind, document, true).map_err(|why| {
                    LoadError::Document(format!("{}:{}: {why}", record.kind.name(), record.id))
                })?;
            }
        }
        let snapshot = Self::new(Loaded::new(version, tables))?;
        Ok(snapshot.with_log(Arc::clone(base.log())))
    }
}
