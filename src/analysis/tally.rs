//! Tallies: how much is recorded, and on what sources it rests.

use std::borrow::Cow;
use std::collections::BTreeSet;

use entity::tables::NodeType;
use entity::{citation, source};

use crate::graph::{List, Row, Scope};

/// How many records there are, and the sources that they cite.
#[derive(Debug, Default)]
pub struct Tally<'a> {
    /// How many records.
    pub records: usize,
    /// Their sources, each once.
    pub sources: BTreeSet<Row<'a, source::Entity>>,
}

impl<'a> Tally<'a> {
    /// Counts records of a type, by their places.
    #[must_use]
    pub fn of(scope: &'a Scope, kind: NodeType, places: &[u32]) -> Self {
        let mut tally = Self::default();
        for place in places {
            tally.records += 1;
            let citations = scope.snapshot.citations(kind, *place);
            let citations = List::<citation::Entity>::at(scope, Cow::Borrowed(citations)).iter();
            tally
                .sources
                .extend(citations.filter_map(|citation| citation.one()));
        }
        tally
    }

    /// The year of the newest source; `None` if no source has one.
    #[must_use]
    pub fn newest_year(&self) -> Option<i32> {
        self.sources.iter().filter_map(|source| source.year).max()
    }
}
