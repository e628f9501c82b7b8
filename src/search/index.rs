//! The index: all records of a version, in parts. Most are in one that was made of an earlier version and that many
//! versions share; those that changed since are in one that is made for a version alone. What is searched is the
//! same as if all were indexed together.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use entity::tables::NodeType;
use sea_orm::Iterable;
use tracing::error;

use super::automata::automata;
use super::differences::Differences;
use super::documents::years_of;
use super::part::Part;
use super::relations::{NONE, Numbers, Relations};
use crate::error::{Error, Result as Answered};
use crate::graph::{Derived, Kept, Reads, Scope, Snapshot, Years};
use crate::model::{Record, of_record};

/// Documents that are gone over by one clause for a unit of work.
pub const DOCUMENTS: u64 = 16;

/// Of how many records the one is in the part of a version at most: where more changed, all are indexed together.
const FEW: usize = 8;

/// What a document of a version's own takes in memory, in bytes, as far as is known without looking.
const DOCUMENT: usize = 4 << 10;

/// How many records changed when all are indexed together for later versions.
const MANY: usize = 500;

/// An index over the records of one snapshot.
pub struct Index {
    pub(super) numbers: Numbers,
    pub(super) relations: Relations,
    /// How much each document's scores count.
    pub(super) factors: Vec<f32>,
    years: OnceLock<Vec<Years>>,
    base: Arc<Base>,
    /// The numbers of the base's documents; [`NONE`] for those that are gone, or others.
    of_base: Vec<u32>,
    /// The documents that are not in the base as they are, with their numbers.
    changed: Option<Changed>,
    /// The documents of the base that are gone, or others.
    gone: Option<Part>,
    /// The tables that are others than those of the base.
    tables: Reads,
}

/// Records that are not in the base as they are.
struct Changed {
    part: Part,
    records: Vec<Record>,
    /// The numbers of their documents.
    numbers: Vec<u32>,
}

/// The index of all records of a version, which others share.
struct Base {
    snapshot: Arc<Snapshot>,
    part: Part,
    /// First and last year of each document.
    years: Vec<Years>,
}

/// The newest base, of which the indexes of later versions are made.
#[derive(Default)]
struct Newest {
    base: ArcSwapOption<Base>,
    /// Whether another one is being made.
    is_made: AtomicBool,
}

impl Kept for Newest {
    fn reads(&self) -> Reads {
        Reads::NOTHING
    }
}

impl Newest {
    /// Takes a base, if it is of a later version.
    fn offer(&self, base: &Arc<Base>) {
        let version = |base: &Base| base.snapshot.version().number;
        self.base.rcu(|known| match known {
            Some(known) if version(known) > version(base) => Some(Arc::clone(known)),
            _ => Some(Arc::clone(base)),
        });
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} documents", self.numbers.len())
    }
}

impl Kept for Index {
    fn weight(&self) -> usize {
        let years = self.years.get().map_or(0, |years| size_of_val(&**years));
        // A document's factor, number and ISCM.
        let documents = self.numbers.len() * 3 * size_of::<u32>();
        let changed = self.changed.iter().map(|changed| changed.records.len());
        let gone = self.gone.iter().map(|gone| gone.factors.len());
        documents + years + changed.chain(gone).sum::<usize>() * DOCUMENT
    }
}

impl Derived for Index {
    type Error = tantivy::TantivyError;

    /// Indexes what changed since the newest base; or every record, in the tables' orders.
    fn derive(snapshot: &Arc<Snapshot>) -> tantivy::Result<Self> {
        automata();
        let newest = snapshot.kept(Newest::default);
        if let Some(base) = newest.base.load_full() {
            let differences = Differences::between(&base.snapshot, snapshot);
            let (changed, gone) = (differences.changed.len(), differences.gone.len());
            if changed.max(gone) * FEW <= differences.present.len() {
                return Self::over(base, snapshot, differences);
            }
        }
        let base = Arc::new(Base::new(snapshot)?);
        newest.offer(&base);
        let differences = Differences::between(&base.snapshot, snapshot);
        Self::over(base, snapshot, differences)
    }
}

impl Base {
    fn new(snapshot: &Arc<Snapshot>) -> tantivy::Result<Self> {
        let scope = scope_of(snapshot);
        let records = Numbers::new(snapshot).records();
        let years = records.iter();
        let years = years.map(|Record { kind, place }| years_of(&scope, *kind, *place));
        Ok(Self {
            years: years.collect(),
            part: Part::new(&scope, &records)?,
            // What is kept of the version does not stay with it.
            snapshot: Arc::new(snapshot.bare()),
        })
    }
}

/// What is searched does not depend on the day.
fn scope_of(snapshot: &Arc<Snapshot>) -> Scope {
    Scope::of_version(Arc::clone(snapshot))
}

impl Index {
    /// The index of a version over a base that it differs from.
    fn over(
        base: Arc<Base>,
        snapshot: &Arc<Snapshot>,
        differences: Differences,
    ) -> tantivy::Result<Self> {
        let numbers = Numbers::new(snapshot);
        let part = |snapshot: &Arc<Snapshot>, records: &[Record]| {
            let some = (!records.is_empty()).then(|| Part::new(&scope_of(snapshot), records));
            some.transpose()
        };
        let changed = part(snapshot, &differences.changed)?;
        let changed = changed.map(|part| {
            let records = differences.changed.iter();
            let numbers = records.map(|record| numbers.of(record.kind, record.place));
            Changed {
                part,
                numbers: numbers.collect(),
                records: differences.changed,
            }
        });
        let gone = part(&base.snapshot, &differences.gone)?;
        let mut index = Self {
            relations: Relations::new(snapshot, numbers.clone()),
            factors: vec![0.0; numbers.len()],
            numbers,
            years: OnceLock::new(),
            of_base: differences.present,
            base,
            changed,
            gone,
            tables: differences.tables,
        };
        let mut factors = std::mem::take(&mut index.factors);
        for (part, numbers) in index.parts() {
            put(&mut factors, numbers, &part.factors);
        }
        index.factors = factors;
        Ok(index)
    }

    /// What is searched, part by part, each with the numbers of its documents; [`NONE`] for those that do not count.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&Part, &[u32])> {
        let changed = self.changed.iter();
        let changed = changed.map(|changed| (&changed.part, &*changed.numbers));
        std::iter::once((&self.base.part, &*self.of_base)).chain(changed)
    }

    /// What documents are counted in, each with whether they are or are not among those that count.
    pub(super) fn counted(&self) -> impl Iterator<Item = (&Part, bool)> {
        let changed = self.changed.iter().map(|changed| (&changed.part, true));
        let gone = self.gone.iter().map(|part| (part, false));
        std::iter::once((&self.base.part, true))
            .chain(changed)
            .chain(gone)
    }

    /// First and last year of each document. They are put together when they are first asked for.
    pub(super) fn years(&self, scope: &Scope) -> &[Years] {
        self.years.get_or_init(|| {
            let mut years = vec![(None, None); self.numbers.len()];
            put(&mut years, &self.of_base, &self.base.years);
            // When facts hold may depend on others, which are not what they were.
            let is_other = |kind: &NodeType| {
                let valid = of_record(*kind).valid;
                valid.is_some_and(|valid| valid.reads.meets(self.tables))
            };
            let others = NodeType::iter().filter(is_other).flat_map(|kind| {
                let places = scope.snapshot.places(kind as usize);
                places.map(move |place| Record { kind, place })
            });
            let changed = self.changed.iter().flat_map(|changed| &changed.records);
            for Record { kind, place } in changed.copied().chain(others) {
                let number = self.numbers.of(kind, place);
                years[number as usize] = years_of(scope, kind, place);
            }
            years
        })
    }

    /// Works out what else searches need, so that none waits for it.
    pub fn prepare(&self, snapshot: &Arc<Snapshot>) {
        if self.changed.is_none() {
            self.years(&scope_of(snapshot));
        }
    }

    /// Whether so much changed since all records were indexed together that it is time to do it again.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        let changed = self.changed.as_ref();
        changed.is_some_and(|changed| changed.records.len() >= MANY)
    }

    /// Indexes all records together for later versions, on a thread that may be busy; not while that is done already.
    pub fn renew(snapshot: &Arc<Snapshot>) {
        let newest = snapshot.kept(Newest::default);
        if newest.is_made.swap(true, Ordering::AcqRel) {
            return;
        }
        match Base::new(snapshot) {
            Ok(base) => newest.offer(&Arc::new(base)),
            Err(error) => error!(%error, "the texts cannot be indexed"),
        }
        newest.is_made.store(false, Ordering::Release);
    }
}

/// Puts what documents have where they stand now.
fn put<T: Copy>(all: &mut [T], numbers: &[u32], of: &[T]) {
    for (number, value) in numbers.iter().zip(of) {
        if *number != NONE {
            all[*number as usize] = *value;
        }
    }
}

/// The index of what a request sees.
pub(super) fn index(scope: &Scope) -> Answered<&Index> {
    let index = scope.snapshot.derived::<Index>();
    index.map_err(|error| Error::internal(format!("the texts cannot be indexed: {error}")))
}

/// The documents of what a text calls by its natural key, as look-ups take it.
pub(super) fn called(scope: &Scope, index: &Index, text: &str) -> Vec<u32> {
    let documents = NodeType::iter().filter_map(|kind| {
        let place = of_record(kind).natural()?.find(scope, text)?;
        Some(index.numbers.of(kind, place))
    });
    documents.collect()
}

#[cfg(test)]
mod tests {
    use entity::tables::Tables;

    use super::*;
    use crate::store::{Loaded, Version};

    #[test]
    fn nothing_is_indexed_and_found() {
        let loaded = Loaded::new(Version::default(), Tables::default());
        let snapshot = Arc::new(Snapshot::new(loaded).expect("a graph"));
        let index = Index::derive(&snapshot).expect("an index");
        let query = super::super::query::Query::parse("a \"b c\"").expect("a query");
        let patterns: Vec<_> = query
            .clauses
            .iter()
            .map(|clause| index.pattern(clause))
            .collect();
        assert_eq!(index.scores(&query, &patterns, &[]), [0.0; 0]);
    }
}
