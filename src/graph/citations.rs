//! Citations of each record. What cites a source is a link like any other.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::citation;
use entity::tables::{NodeType, SharedTables, Table};
use sea_orm::EntityName;

use super::ids::Ids;
use super::link::Dangling;
use super::lists::Lists;
use super::moves::Moves;

/// The citations of the records of each type.
#[derive(Clone, Debug)]
pub(super) struct Citations(BTreeMap<NodeType, Arc<Lists>>);

/// Records with the places of their citations, by type.
type Pairs = BTreeMap<NodeType, Vec<(u32, u32)>>;

impl Citations {
    pub(super) fn new(tables: &SharedTables, ids: &[Arc<Ids>]) -> Result<Self, Dangling> {
        let pairs = pairs((0..).take(tables.citation.len()), tables, ids)?;
        let by_record = pairs.into_iter().map(|(kind, pairs)| {
            let lists = Lists::sorted(ids[kind as usize].len(), pairs);
            (kind, Arc::new(lists))
        });
        Ok(Self(by_record.collect()))
    }

    /// The same after rows moved to those of `tables`.
    pub(super) fn after(
        &self,
        tables: &SharedTables,
        ids: &[Arc<Ids>],
        moves: &[Option<Moves>],
    ) -> Result<Self, Dangling> {
        let own = moves[citation::Entity::INDEX].as_ref();
        let inserted = own.into_iter().flat_map(|moves| &moves.inserted);
        let mut inserted = pairs(inserted.copied(), tables, ids)?;
        let own = own.filter(|moves| !moves.keeps_places());
        let mut after = BTreeMap::new();
        for (kind, lists) in &self.0 {
            let others = moves[*kind as usize].as_ref();
            let others = others.filter(|moves| !moves.keeps_places());
            let added = inserted.remove(kind).unwrap_or_default();
            if own.is_none() && others.is_none() {
                after.insert(*kind, Arc::clone(lists));
                continue;
            }
            let count = ids[*kind as usize].len();
            let lists = lists.moved(others, own, count, &added);
            let lists = lists.map_err(|place| dangling(&tables.citation[place as usize]))?;
            after.insert(*kind, Arc::new(lists));
        }
        for (kind, pairs) in inserted {
            let lists = Lists::sorted(ids[kind as usize].len(), pairs);
            after.insert(kind, Arc::new(lists));
        }
        Ok(Self(after))
    }

    /// How much memory it takes that another version's have no part in, in bytes.
    pub(super) fn weight_beside(&self, other: &Self) -> usize {
        let own = self.0.iter().filter(|(kind, lists)| {
            let others = other.0.get(kind);
            others.is_none_or(|others| !Arc::ptr_eq(lists, others))
        });
        own.map(|(_, lists)| lists.weight()).sum()
    }

    /// The citations of a record.
    pub(super) fn of(&self, kind: NodeType, record: u32) -> &[u32] {
        self.0.get(&kind).map_or(&[], |lists| lists.of(record))
    }

    /// How many citations a record of a type has at most.
    pub(super) fn longest(&self, kind: NodeType) -> usize {
        self.0.get(&kind).map_or(0, |lists| lists.longest())
    }
}

/// Citations with the records that they are of.
fn pairs(
    places: impl Iterator<Item = u32>,
    tables: &SharedTables,
    ids: &[Arc<Ids>],
) -> Result<Pairs, Dangling> {
    let mut pairs = Pairs::new();
    for place in places {
        let row = &*tables.citation[place as usize];
        let record = ids[row.subject_type as usize].get(tables, &row.subject_id);
        let record = record.ok_or_else(|| dangling(row))?;
        let of_kind = pairs.entry(row.subject_type).or_default();
        of_kind.push((record, place));
    }
    Ok(pairs)
}

/// A citation of a record that is not there.
fn dangling(row: &citation::Model) -> Dangling {
    Dangling {
        table: citation::Entity.table_name().to_owned(),
        column: "subject_id".to_owned(),
        row: format!("{}#{}", row.source_id, row.position),
        target: row.subject_id.clone(),
        to: row.subject_type.name().to_owned(),
    }
}
