//! Citations of each record. What cites a source is a link like any other.

use std::collections::BTreeMap;

use entity::citation;
use entity::tables::NodeType;
use sea_orm::EntityName;

use super::link::{Dangling, Ids};
use super::lists::Lists;

/// The citations of the records of each type.
#[derive(Debug)]
pub(super) struct Citations(BTreeMap<NodeType, Lists>);

impl Citations {
    pub(super) fn new(rows: &[citation::Model], ids: &[Ids]) -> Result<Self, Dangling> {
        let mut pairs: BTreeMap<NodeType, Vec<(u32, u32)>> = BTreeMap::new();
        for (place, row) in (0_u32..).zip(rows) {
            let to = row.subject_type.name();
            let record = ids[row.subject_type as usize].get(&row.subject_id);
            let record = *record.ok_or_else(|| Dangling {
                table: citation::Entity.table_name().to_owned(),
                column: "subject_id".to_owned(),
                row: format!("{}#{}", row.source_id, row.position),
                target: row.subject_id.clone(),
                to: to.to_owned(),
            })?;
            pairs
                .entry(row.subject_type)
                .or_default()
                .push((record, place));
        }
        let by_record = pairs.into_iter().map(|(kind, mut pairs)| {
            // By record, then in the citations' order, which is that of their places.
            pairs.sort_unstable();
            (
                kind,
                Lists::new(ids[kind as usize].len(), pairs.into_iter()),
            )
        });
        Ok(Self(by_record.collect()))
    }

    /// The citations of a record.
    pub(super) fn of(&self, kind: NodeType, record: u32) -> &[u32] {
        self.0.get(&kind).map_or(&[], |lists| lists.of(record))
    }

    /// How many citations a record of a type has at most.
    pub(super) fn longest(&self, kind: NodeType) -> usize {
        self.0.get(&kind).map_or(0, Lists::longest)
    }
}
