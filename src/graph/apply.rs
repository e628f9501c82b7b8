//! A version made of another one and of what changed between them. It shares what is the same in both; what a
//! change touches is made anew: of a table the pointers to its rows, of a link the places that it leads to.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use entity::tables::{COUNT, NodeType, SharedTables, Table, Visitor, each};
use serde::Deserialize;
use serde_json::Value;

use super::ids::Ids;
use super::link::{Dangling, Link, links_after};
use super::moves::{Edits, Moves};
use super::reads::Reads;
use super::snapshot::{Joined, LoadError, Snapshot, lengths};
use crate::store::{Document, Version};

/// A record as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordState {
    /// Its type.
    pub kind: NodeType,
    /// Its id.
    pub id: String,
    /// The record with its parts; nothing where it is not there.
    pub document: Option<Document>,
}

impl Snapshot {
    /// The version in which records are in these states, and all others as they are in this one. Of several
    /// states of one record the last counts. The error says what does not fit: a document that is none of its
    /// table's, or a reference to what is not there.
    pub fn apply(
        self: &Arc<Self>,
        version: Version,
        records: Vec<RecordState>,
    ) -> Result<Self, LoadError> {
        let states = records
            .into_iter()
            .map(|state| ((state.kind, state.id), state.document));
        let mut changer = Changer {
            base: self,
            records: &states.collect(),
            tables: self.tables.clone(),
            ids: Vec::with_capacity(COUNT),
            moves: Vec::with_capacity(COUNT),
            error: None,
        };
        each(&mut changer);
        let Changer {
            tables,
            ids,
            moves,
            error,
            ..
        } = changer;
        if let Some(error) = error {
            return Err(error);
        }
        let lengths = lengths(&tables)?;
        let mut linker = Relinker {
            base: self,
            tables: &tables,
            ids: &ids,
            moves: &moves,
            links: Vec::with_capacity(COUNT),
            joined: Vec::with_capacity(COUNT),
            dangling: None,
        };
        each(&mut linker);
        let Relinker {
            links,
            joined,
            dangling,
            ..
        } = linker;
        if let Some(dangling) = dangling {
            return Err(dangling.into());
        }
        let citations = self.citations.after(&tables, &ids, &moves)?;
        let longest = lengths.iter().copied().max().unwrap_or_default();
        let numbers = if longest as usize > self.numbers.len() {
            Arc::new((0..longest).collect())
        } else {
            Arc::clone(&self.numbers)
        };
        let changed = moves.iter().enumerate();
        let changed: Vec<_> = changed
            .filter_map(|(table, moves)| moves.as_ref().map(|_| table))
            .collect();
        let after = Self {
            version,
            tables,
            ids,
            links,
            lengths,
            numbers,
            joined,
            citations,
            log: Arc::clone(&self.log),
            derived: self.derived.carried(Reads::tables(&changed)),
        };
        let digests = moves
            .iter()
            .map(|moves| moves.as_ref().map_or(0, |moves| moves.digest));
        after.digest_after(self, digests);
        Ok(after)
    }
}

/// The states of records, by type and id.
type States = BTreeMap<(NodeType, String), Option<Document>>;

/// Changes the rows of each table.
struct Changer<'a> {
    base: &'a Snapshot,
    records: &'a States,
    tables: SharedTables,
    ids: Vec<Arc<Ids>>,
    moves: Vec<Option<Moves>>,
    error: Option<LoadError>,
}

impl Visitor for Changer<'_> {
    fn visit<E: Table>(&mut self) {
        let edits = match self.edits::<E>() {
            Ok(edits) => edits,
            Err(error) => {
                self.error.get_or_insert(error);
                Edits::none()
            }
        };
        let changed = edits.apply(E::shared(&self.base.tables));
        let moves = changed.map(|(rows, moves)| {
            *E::shared_mut(&mut self.tables) = rows;
            moves
        });
        let ids = &self.base.ids[E::INDEX];
        self.ids.push(match &moves {
            Some(moves) if E::RECORD.is_some() && !moves.keeps_places() => {
                Arc::new(ids.after(&self.tables, moves))
            }
            _ => Arc::clone(ids),
        });
        self.moves.push(moves);
    }
}

impl Changer<'_> {
    /// What is to be done to a table.
    fn edits<E: Table>(&self) -> Result<Edits<E>, LoadError> {
        let mut edits = Edits::none();
        let of_one = E::RECORD.or(E::OWNER.map(|(kind, _)| kind));
        let is_of_table = |kind: NodeType| of_one.is_none_or(|one| kind == one);
        let records = self.records.iter();
        for ((kind, id), document) in records.filter(|((kind, _), _)| is_of_table(*kind)) {
            let old = self.base.place_of(*kind, id);
            let document = document.as_ref();
            if E::RECORD.is_some() {
                let new = document.map(|document| read::<E, _>(*kind, id, document));
                edits.add(E::shared(&self.base.tables), old, new.transpose()?);
            } else {
                let old = old.map_or(&[][..], |old| self.base.parts::<E>(*kind, old));
                self.edit_parts(&mut edits, (*kind, id), old, document)?;
            }
        }
        Ok(edits)
    }

    /// What is to be done to the parts that a record has in a table: they are told apart by their positions.
    fn edit_parts<E: Table>(
        &self,
        edits: &mut Edits<E>,
        (kind, id): (NodeType, &str),
        old: &[u32],
        document: Option<&Document>,
    ) -> Result<(), LoadError> {
        let rows = E::shared(&self.base.tables);
        let mut parts: BTreeMap<i32, (Option<u32>, Option<E::Model>)> = BTreeMap::new();
        for place in old {
            let position = E::position(&rows[*place as usize]);
            parts.entry(position).or_default().0 = Some(*place);
        }
        let list = document.and_then(|document| document.get(E::default().table_name()));
        let list = list.and_then(Value::as_array);
        for part in list.into_iter().flatten() {
            let part = read::<E, _>(kind, id, part)?;
            let new = &mut parts.entry(E::position(&part)).or_default().1;
            if let Some(twice) = new.replace(part) {
                let table = E::default();
                let position = E::position(&twice);
                let reason = format!("{} {position} is there twice", table.table_name());
                return Err(misfit(kind, id, reason));
            }
        }
        for (old, new) in parts.into_values() {
            edits.add(rows, old, new);
        }
        Ok(())
    }
}

/// A row of a record.
fn read<'d, E: Table, D>(kind: NodeType, id: &str, document: D) -> Result<E::Model, LoadError>
where
    D: serde::Deserializer<'d, Error = serde_json::Error>,
{
    let row = E::Model::deserialize(document);
    let row = row.map_err(|error| {
        let table = E::default();
        misfit(kind, id, format!("{}: {error}", table.table_name()))
    })?;
    if E::subject(&row) != (kind, id) {
        return Err(misfit(kind, id, "it is of another record".to_owned()));
    }
    Ok(row)
}

fn misfit(kind: NodeType, id: &str, reason: String) -> LoadError {
    let record = format!("{}:{id}", kind.name());
    LoadError::Change { record, reason }
}

/// Makes the links of each table anew, where something of them moved.
struct Relinker<'a> {
    base: &'a Snapshot,
    tables: &'a SharedTables,
    ids: &'a [Arc<Ids>],
    moves: &'a [Option<Moves>],
    links: Vec<Vec<Link>>,
    joined: Vec<Joined>,
    dangling: Option<Dangling>,
}

impl Visitor for Relinker<'_> {
    fn visit<E: Table>(&mut self) {
        let old = &self.base.links[E::INDEX];
        match links_after::<E>(old, self.tables, self.ids, self.moves) {
            Ok(links) => {
                let joined = joins_after(&self.base.joined[E::INDEX], old, &links);
                self.links.push(links);
                self.joined.push(joined);
            }
            Err(dangling) => {
                self.dangling.get_or_insert(dangling);
            }
        }
    }
}

/// What links join: that of two that are as they were is as it was.
fn joins_after(joined: &Joined, old: &[Link], new: &[Link]) -> Joined {
    let is_same: Vec<_> = old
        .iter()
        .zip(new)
        .map(|(old, new)| old.is_same(new))
        .collect();
    let is_as_it_was = |at: usize| is_same[at / new.len()] && is_same[at % new.len()];
    let joined = joined.iter().enumerate().map(|(at, join)| {
        if is_as_it_was(at) {
            join.clone()
        } else {
            OnceLock::new()
        }
    });
    joined.collect()
}
