//! Citations of each record. What cites a source is a link like any other.

use std::collections::BTreeMap;

use entity::citation;
use entity::tables::{NodeType, Record};
use sea_orm::EntityName;

use super::link::{Dangling, Ids};
use super::row::Row;

/// Where the citations of the records of each type are: where each record's begin, and their places.
#[derive(Debug)]
pub(super) struct Citations(BTreeMap<NodeType, (Vec<u32>, Vec<u32>)>);

impl Citations {
    pub(super) fn new(rows: &[citation::Model], ids: &Ids) -> Result<Self, Dangling> {
        let mut pairs: BTreeMap<NodeType, Vec<(u32, u32)>> = BTreeMap::new();
        for (place, row) in (0_u32..).zip(rows) {
            let to = row.subject_type.name();
            let record = ids.get(to).and_then(|(_, ids)| ids.get(&row.subject_id));
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
            pairs.sort_unstable();
            let count = ids.get(kind.name()).map_or(0, |(_, ids)| ids.len());
            let mut starts = vec![0_u32; count + 1];
            for (record, _) in &pairs {
                starts[*record as usize + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            (
                kind,
                (starts, pairs.into_iter().map(|(_, place)| place).collect()),
            )
        });
        Ok(Self(by_record.collect()))
    }

    /// The citations of a record.
    fn of(&self, kind: NodeType, record: u32) -> &[u32] {
        self.0.get(&kind).map_or(&[], |(starts, places)| {
            let record = record as usize;
            &places[starts[record] as usize..starts[record + 1] as usize]
        })
    }
}

/// Records that cite sources.
pub trait Cite<'a> {
    /// The record's citations, in order.
    fn citations(&self) -> impl Iterator<Item = Row<'a, citation::Entity>>;
}

impl<'a, E: Record> Cite<'a> for Row<'a, E> {
    fn citations(&self) -> impl Iterator<Item = Row<'a, citation::Entity>> {
        let places = self.view().snapshot.citations.of(E::TYPE, self.place());
        let view = self.view();
        places.iter().map(move |place| view.at(*place))
    }
}
