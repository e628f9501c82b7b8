//! Which facts an answer has, and the sources that they were found in, by the rule of docs/citing.md.

use std::collections::HashSet;
use std::sync::Arc;

use entity::tables::{NodeType, Table as _};
use entity::{citation, source};
use sea_orm::Iterable as _;

use super::columns::contents;
use super::plan::{Entry, Plan, Set, SetId, Step};
use crate::bibliography::Sources;
use crate::error::Result;
use crate::graph::Scope;
use crate::model::{Record, types};
use crate::work::Work;

/// What objects of a set tell of, where they tell a fact.
#[derive(Clone, Copy)]
enum Telling {
    /// A record.
    Record(NodeType),
    /// The record that they are part of.
    Part(fn(&Scope, u32) -> Option<Record>),
    /// A place in a source.
    Citation,
    /// A source, which speaks for itself.
    Source,
}

/// What the objects of each set of a plan tell of; nothing where none of what is asked of them is a fact.
pub(super) struct Tellings(Vec<Option<Telling>>);

/// Where a fact was found.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Found {
    /// Where its record was.
    Record(Record),
    /// In what a citation names.
    Citation(u32),
    /// In this source.
    Source(u32),
}

/// The facts of an answer, as it is written.
#[derive(Default)]
pub(super) struct Facts {
    /// With where in the answer their objects begin.
    all: Vec<(usize, Found)>,
    /// From which fact on they are of which version.
    scopes: Vec<(usize, Scope)>,
}

impl Entry {
    /// Whether it asks for what a record holds.
    fn is_fact(&self) -> bool {
        match &self.step {
            Step::Column(id) | Step::Named(id, _) => contents(*id).0.is_fact,
            // It is a key that the row holds.
            Step::One(..) => true,
            Step::List(field, ..) | Step::Told(field, ..) => field.is_fact,
            Step::Known(_) | Step::Introspected => false,
        }
    }
}

impl Tellings {
    /// Those of a plan, some of whose conditions hold.
    pub(super) fn of(plan: &Plan, holds: &[bool]) -> Self {
        let is_asked = |entry: &&Entry| entry.when.is_none_or(|when| holds[when]);
        let telling = |table: usize| match table {
            source::Entity::INDEX => Some(Telling::Source),
            citation::Entity::INDEX => Some(Telling::Citation),
            table => {
                // Records stand first in the list of tables.
                let kind = NodeType::iter().nth(table);
                let mut rows = types().iter().filter_map(|of| of.rows);
                let mut part = || rows.find(|rows| rows.table == table);
                kind.map(Telling::Record)
                    .or_else(|| Some(Telling::Part(part()?.subject)))
            }
        };
        let of_set = |set: &Set| {
            let mut asked = set.entries.iter().filter(is_asked);
            asked
                .any(Entry::is_fact)
                .then_some(set.table?)
                .and_then(telling)
        };
        Self(plan.sets.iter().map(of_set).collect())
    }

    /// Whether objects of a set tell a fact.
    pub(super) fn tells(&self, set: SetId) -> bool {
        self.0[set].is_some()
    }
}

impl Facts {
    /// Adds what the object of a row tells, which begins at a place of the answer.
    pub(super) fn add(
        &mut self,
        tellings: &Tellings,
        (set, row): (SetId, u32),
        scope: &Scope,
        start: usize,
    ) {
        let found = match tellings.0[set] {
            None => return,
            Some(Telling::Record(kind)) => Found::Record(Record { kind, place: row }),
            Some(Telling::Part(subject)) => match subject(scope, row) {
                Some(record) => Found::Record(record),
                None => return,
            },
            Some(Telling::Citation) => Found::Citation(row),
            Some(Telling::Source) => Found::Source(row),
        };
        let is_known = |(_, known): &(usize, Scope)| Arc::ptr_eq(&known.snapshot, &scope.snapshot);
        if !self.scopes.last().is_some_and(is_known) {
            self.scopes.push((self.all.len(), scope.clone()));
        }
        self.all.push((start, found));
    }

    /// Takes back those of objects that begin at a place of the answer or behind it: they are not in it.
    pub(super) fn take_back(&mut self, start: usize) {
        while self.all.pop_if(|(at, _)| *at >= start).is_some() {}
        let count = self.all.len();
        while self.scopes.pop_if(|(from, _)| *from >= count).is_some() {}
    }

    /// The sources that they were found in, to be written behind so many bytes.
    pub(super) fn sources(&self, work: &Work, written: usize) -> Result<Sources> {
        let mut sources = Sources::default();
        let ends = self.scopes.iter().skip(1).map(|(from, _)| *from);
        let ends = ends.chain([self.all.len()]);
        for ((from, scope), end) in self.scopes.iter().zip(ends) {
            let distinct: HashSet<_> = self.all[*from..end]
                .iter()
                .map(|(_, found)| *found)
                .collect();
            work.spend_on(end - from)?;
            let mut met = HashSet::new();
            for found in distinct {
                match found {
                    Found::Source(place) => drop(met.insert(place)),
                    Found::Citation(place) => met.extend(cited(scope, place)),
                    Found::Record(Record { kind, place }) => {
                        let citations = scope.snapshot.citations(kind, place);
                        work.spend_on(citations.len())?;
                        met.extend(citations.iter().filter_map(|place| cited(scope, *place)));
                    }
                }
            }
            work.spend(met.len() as u64 * WRITTEN)?;
            let version = scope.snapshot.version().number;
            for place in met {
                sources.add(version, scope.model::<source::Entity>(place));
            }
        }
        work.hold(written.saturating_add(sources.weight()))?;
        Ok(sources)
    }
}

/// What it takes to write a source, in units of work.
const WRITTEN: u64 = 20;

/// The source that a citation names.
fn cited(scope: &Scope, citation: u32) -> Option<u32> {
    let citation = scope.row::<citation::Entity>(citation)?;
    Some(citation.one::<source::Entity>()?.place())
}
