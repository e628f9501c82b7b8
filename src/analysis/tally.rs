//! Tallies: how much is recorded, and on what sources it rests.

use std::collections::BTreeSet;

use entity::source;
use entity::tables::Record;

use crate::graph::Row;

/// How many records there are, and the sources that they cite.
#[derive(Debug, Default)]
pub struct Tally<'a> {
    /// How many records.
    pub records: usize,
    /// Their sources, each once.
    pub sources: BTreeSet<Row<'a, source::Entity>>,
}

impl<'a> Tally<'a> {
    /// Counts records.
    pub fn of<E: Record>(rows: impl IntoIterator<Item = Row<'a, E>>) -> Self {
        let mut tally = Self::default();
        for row in rows {
            tally.records += 1;
            let citations = row.cited();
            tally
                .sources
                .extend(citations.iter().filter_map(|citation| citation.one()));
        }
        tally
    }

    /// The year of the newest source; `None` if no source has one.
    #[must_use]
    pub fn newest_year(&self) -> Option<i32> {
        self.sources.iter().filter_map(|source| source.year).max()
    }
}
