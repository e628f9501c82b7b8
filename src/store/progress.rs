//! Progress of long work, told in the log once a second.

use std::time::{Duration, Instant};

use entity::tables::{AllTables, Table, Visitor, each};
use tracing::info;

/// How far a work is.
pub(super) struct Progress {
    done: usize,
    total: usize,
    told: Instant,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        Self {
            done: 0,
            total,
            told: Instant::now(),
        }
    }

    /// Notes that so many more are done.
    pub(super) fn add(&mut self, count: usize, what: &'static str) {
        self.done += count;
        if self.told.elapsed() >= Duration::from_secs(1) {
            info!("{what}: {} of {}", self.done, self.total);
            self.told = Instant::now();
        }
    }
}

/// How many rows there are.
pub(super) fn count_rows(tables: &impl AllTables) -> usize {
    struct Counter<'a, T>(&'a T, usize);
    impl<T: AllTables> Visitor for Counter<'_, T> {
        fn visit<E: Table>(&mut self) {
            self.1 += self.0.of::<E>().len();
        }
    }
    let mut counter = Counter(tables, 0);
    each(&mut counter);
    counter.1
}
