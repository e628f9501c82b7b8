//! What a version changes in a table: which rows are new, gone or others, and where the rest stand then.

use std::ops::Range;
use std::sync::Arc;

use entity::tables::{SharedRows, Table};

use super::hash::row_digest;
use crate::store::{OrderKey, order_key};

/// Stands for no place.
pub(super) const NONE: u32 = u32::MAX;

/// What a version changes in a table. Places are the new ones.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Where each old row stands, [`NONE`] if it is gone; nothing where all stand where they stood.
    places: Option<Vec<u32>>,
    /// The rows that were not there.
    pub(super) inserted: Vec<u32>,
    /// The rows that were there with other values.
    pub(super) replaced: Vec<u32>,
    /// What is added to the digest of the table.
    pub(super) digest: u128,
}

impl Moves {
    /// Where an old row stands, if it is there.
    pub(super) fn of(&self, old: u32) -> Option<u32> {
        match &self.places {
            None => Some(old),
            Some(places) => Some(places[old as usize]).filter(|place| *place != NONE),
        }
    }

    /// Whether all old rows are there, where they stood, and no others.
    pub(super) const fn keeps_places(&self) -> bool {
        self.places.is_none()
    }

    /// The rows that are not as they were.
    pub(super) fn changed(&self) -> impl Iterator<Item = u32> {
        self.inserted.iter().chain(&self.replaced).copied()
    }
}

/// Where a row that comes is to stand, its old place, or [`NONE`], and its place among those that come.
type Coming = (OrderKey, u32, usize);

/// What is to be done to the rows of a table.
pub(super) struct Edits<E: Table> {
    /// The old places of rows that go.
    removed: Vec<u32>,
    /// The old places of rows that have other values and stand where they stood.
    replaced: Vec<(u32, Arc<E::Model>)>,
    /// Rows that come, or move for their values are others.
    coming: Vec<Arc<E::Model>>,
    /// Where these are to stand.
    inserted: Vec<Coming>,
}

impl<E: Table> Edits<E> {
    pub(super) const fn none() -> Self {
        Self {
            removed: Vec::new(),
            replaced: Vec::new(),
            coming: Vec::new(),
            inserted: Vec::new(),
        }
    }

    /// A row with one key is to be another, or to come, or to go.
    pub(super) fn add(
        &mut self,
        rows: &SharedRows<E::Model>,
        old: Option<u32>,
        new: Option<E::Model>,
    ) {
        let before = old.map(|old| (old, &rows[old as usize]));
        match (before, new) {
            (None, None) => {}
            (Some((place, _)), None) => self.removed.push(place),
            (None, Some(new)) => {
                self.insert(order_key::<E>(&new), NONE, new);
            }
            (Some((_, row)), Some(new)) if **row == new => {}
            (Some((place, row)), Some(new)) => {
                let key = order_key::<E>(&new);
                if order_key::<E>(row) == key {
                    self.replaced.push((place, Arc::new(new)));
                } else {
                    self.removed.push(place);
                    self.insert(key, place, new);
                }
            }
        }
    }

    fn insert(&mut self, key: OrderKey, was: u32, row: E::Model) {
        self.inserted.push((key, was, self.coming.len()));
        self.coming.push(Arc::new(row));
    }

    /// Does it; nothing if there is nothing to be done.
    pub(super) fn apply(
        mut self,
        old: &SharedRows<E::Model>,
    ) -> Option<(SharedRows<E::Model>, Moves)> {
        if self.removed.is_empty() && self.replaced.is_empty() && self.inserted.is_empty() {
            return None;
        }
        let mut moves = Moves::default();
        let gone = self.removed.iter();
        let gone = gone.chain(self.replaced.iter().map(|(place, _)| place));
        for place in gone {
            let digest = row_digest::<E>(&old[*place as usize]);
            moves.digest = moves.digest.wrapping_sub(digest);
        }
        let come = self.replaced.iter().map(|(_, row)| row);
        for row in come.chain(&self.coming) {
            moves.digest = moves.digest.wrapping_add(row_digest::<E>(row));
        }
        let mut rows = if self.removed.is_empty() && self.inserted.is_empty() {
            old.to_vec()
        } else {
            self.removed.sort_unstable();
            self.inserted.sort_unstable();
            let come = (self.inserted, &*self.coming);
            merged::<E>(old, &self.removed, come, &mut moves)
        };
        for (place, row) in self.replaced {
            if let Some(place) = moves.of(place) {
                rows[place as usize] = row;
                moves.replaced.push(place);
            }
        }
        Some((Arc::new(rows), moves))
    }
}

/// The rows without those that go, with those that come.
fn merged<E: Table>(
    old: &[Arc<E::Model>],
    removed: &[u32],
    (inserted, coming): (Vec<Coming>, &[Arc<E::Model>]),
    moves: &mut Moves,
) -> Vec<Arc<E::Model>> {
    let mut rows = Vec::with_capacity(old.len() + inserted.len());
    let mut places = vec![NONE; old.len()];
    let mut gone = removed.iter().map(|place| *place as usize).peekable();
    let mut next = 0;
    for (key, was, index) in inserted {
        // Before the old row at a place, and behind what goes before that.
        let at = old.partition_point(|row| order_key::<E>(row) < key);
        while let Some(place) = gone.next_if(|place| *place < at) {
            stay(old, next..place, &mut rows, &mut places);
            next = place + 1;
        }
        stay(old, next..at, &mut rows, &mut places);
        next = at;
        let place = number(rows.len());
        rows.push(Arc::clone(&coming[index]));
        if was == NONE {
            moves.inserted.push(place);
        } else {
            places[was as usize] = place;
            moves.replaced.push(place);
        }
    }
    for place in gone {
        stay(old, next..place, &mut rows, &mut places);
        next = place + 1;
    }
    stay(old, next..old.len(), &mut rows, &mut places);
    moves.places = Some(places);
    rows
}

/// Adds old rows that stay as they are.
fn stay<M>(old: &[Arc<M>], at: Range<usize>, rows: &mut Vec<Arc<M>>, places: &mut [u32]) {
    for (place, moved) in places[at.clone()].iter_mut().zip(number(rows.len())..) {
        *place = moved;
    }
    rows.extend_from_slice(&old[at]);
}

/// A place. That there are not more is seen to when the rows are counted.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}
