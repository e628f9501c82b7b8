//! How the values of a key are spread over the rows of a table: what grouping by it can come to.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use super::group::commons;
use crate::graph::{Kept, Scope};
use crate::model::{Measure, Object};

/// How the values of a key are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many values there are in all rows; not known is one of them.
    pub values: usize,
    /// How many values a row has at most.
    pub of_row: usize,
}

/// The spreads of a snapshot that were asked for, by where their keys lie in memory.
#[derive(Default)]
struct Spreads(RwLock<HashMap<usize, Spread>>);

impl Kept for Spreads {}

impl Spread {
    /// That of a key over all rows of a type: gone through once for a snapshot.
    #[must_use]
    pub fn of(scope: &Scope, of: &Object, key: &'static Measure) -> Self {
        let Spreads(known) = scope.snapshot.kept(Spreads::default);
        let address = std::ptr::from_ref(key).addr();
        let read = known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(spread) = read.get(&address) {
            return *spread;
        }
        drop(read);
        let spread = Self::counted(scope, of, key);
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(address, spread);
        spread
    }

    fn counted(scope: &Scope, of: &Object, key: &Measure) -> Self {
        let places = of
            .rows
            .map_or(&[][..], |rows| scope.snapshot.all(rows.table));
        let (mut values, mut of_row, mut own) = (HashSet::new(), 1, Vec::new());
        for place in places {
            commons(scope, *place, key, &mut own);
            of_row = of_row.max(own.len());
            values.extend(own.iter().copied());
        }
        Self {
            values: values.len(),
            of_row,
        }
    }
}
