//! Records by their ids: places, hashed through the rows' own ids.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

use entity::tables::{SharedTables, Table};
use hashbrown::HashTable;

use super::moves::Moves;

/// The places of a table's records, by id; of a table of parts, none.
pub(super) struct Ids {
    places: HashTable<u32>,
    hasher: RandomState,
    id: for<'t> fn(&'t SharedTables, u32) -> &'t str,
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ids", self.places.len())
    }
}

impl Ids {
    pub(super) fn new<E: Table>(tables: &SharedTables) -> Self {
        let rows = E::shared(tables).len();
        let records = if E::RECORD.is_some() { rows } else { 0 };
        let mut ids = Self {
            places: HashTable::with_capacity(records),
            hasher: RandomState::new(),
            id: |tables, place| E::subject(&E::shared(tables)[place as usize]).1,
        };
        for place in (0..).take(records) {
            ids.add(tables, place);
        }
        ids
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// How much memory it takes, in bytes: a place and a byte of its hash for each, and as much room.
    pub(super) fn weight(&self) -> usize {
        self.places.capacity() * (size_of::<u32>() + 1)
    }

    /// The place of the record with an id, by the rows that these are the places of.
    pub(super) fn get(&self, tables: &SharedTables, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        let is_it = |place: &u32| (self.id)(tables, *place) == id;
        self.places.find(hash, is_it).copied()
    }

    /// The same after rows moved to those of `tables`.
    pub(super) fn after(&self, tables: &SharedTables, moves: &Moves) -> Self {
        let mut ids = Self {
            places: self.places.clone(),
            hasher: self.hasher.clone(),
            id: self.id,
        };
        if !moves.keeps_places() {
            ids.places.retain(|place| {
                let moved = moves.of(*place);
                *place = moved.unwrap_or(*place);
                moved.is_some()
            });
        }
        for place in &moves.inserted {
            ids.add(tables, *place);
        }
        ids
    }

    fn add(&mut self, tables: &SharedTables, place: u32) {
        let Self { places, hasher, id } = self;
        let hash = |place: &u32| hasher.hash_one(id(tables, *place));
        places.insert_unique(hash(&place), place, hash);
    }
}
