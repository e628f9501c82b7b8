//! `Coverage`: how much is known of an ISCM.

use std::sync::LazyLock;

use entity::iscm;
use entity::tables::{NodeType, Record};
use sea_orm::Iterable as _;

use super::field::Kind;
use super::measure::constant;
use super::object::Object;
use super::out::Out;
use super::related::ListOf;
use super::relation::Relation;
use super::told::{value, word_value};
use crate::analysis::Tally;
use crate::graph::Row;
use crate::vocabulary::said_words;

/// What the table of ISCMs says of a list whose records are counted.
#[derive(Clone, Copy, Debug)]
pub struct Covered {
    /// What they tell of an ISCM.
    what: &'static str,
    /// The facet's name, where it is not that of the list.
    word: Option<&'static str>,
    /// Their type.
    records: NodeType,
}

impl<C: Record> ListOf<iscm::Entity, C> {
    /// The same as a facet of ISCMs, with what its records tell of one.
    #[must_use]
    pub(super) fn covered(self, what: &'static str) -> Self {
        self.covering(what, None)
    }

    /// The same as a facet of another name.
    #[must_use]
    pub(super) fn covered_as(self, word: &'static str, what: &'static str) -> Self {
        self.covering(what, Some(word))
    }

    fn covering(self, what: &'static str, word: Option<&'static str>) -> Self {
        self.with(|uses| {
            uses.covered = Some(Covered {
                what,
                word,
                records: C::TYPE,
            });
        })
    }
}

/// A facet: a list of an ISCM's records.
struct Facet {
    word: String,
    doc: String,
    records: NodeType,
    relation: &'static Relation,
}

/// The facets, in the order of the fields of ISCMs.
static FACETS: LazyLock<Vec<Facet>> = LazyLock::new(|| {
    let iscm = super::of_record(iscm::Entity::TYPE);
    let facets = iscm.fields.iter().filter_map(|field| {
        let (Some(covered), Kind::Many(list)) = (field.uses.covered, &field.kind) else {
            return None;
        };
        let name = || constant(field.name);
        Some(Facet {
            word: covered.word.map_or_else(name, str::to_owned),
            doc: format!("{}: `{}`.", covered.what, field.name),
            records: covered.records,
            relation: &list.relation,
        })
    });
    facets.collect()
});

said_words! {
    /// A facet of an ISCM: a kind of records about it.
    pub(super) CoverageFacet in FACETS
}

impl CoverageFacet {
    /// The facet's records of an ISCM, counted.
    fn tally(self, iscm: Row<'_, iscm::Entity>) -> Tally<'_> {
        let (scope, facet) = (iscm.scope(), &FACETS[self.0]);
        let places = facet.relation.many(scope, iscm.place());
        Tally::of(scope, facet.records, &places)
    }
}

/// How much is recorded of one facet of an ISCM.
pub(super) struct FacetCoverage {
    iscm: u32,
    facet: CoverageFacet,
    records: usize,
    sources: usize,
    newest_source_year: Option<i32>,
}

/// How much is recorded of an ISCM.
pub(super) struct Coverage {
    facets: Vec<FacetCoverage>,
    records: usize,
    sources: usize,
    newest_source_year: Option<i32>,
}

#[rustfmt::skip] // a table: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![
        Object::told("FacetCoverage", "How much is recorded of one facet of an ISCM.", vec![
            value("iscm", "The ISCM.", "Iscm!", |of: &FacetCoverage| Out::Row(of.iscm)),
            word_value("facet", "The facet.", |of: &FacetCoverage| of.facet),
            value("records", "The number of records.", "Int!", |of: &FacetCoverage| Out::count(of.records)),
            value("known", "Whether there is any record. Where there is none, the facet is not known: the ISCM may have\nsuch things all the same.", "Boolean!", |of: &FacetCoverage| Out::Flag(of.records > 0)),
            value("sources", "The number of sources that the records cite, each counted once.", "Int!", |of: &FacetCoverage| Out::count(of.sources)),
            value("newestSourceYear", "The year of the newest of these sources; null when none of them has a year.", "Int", |of: &FacetCoverage| Out::maybe(of.newest_source_year, |year| Out::Int(year.into()))),
        ]),
        Object::told("Coverage", "How much is recorded of an ISCM. A facet is a list of records, each with its sources; how often a field of\nrecords is known, as who endorsed an instrument, `Dataset.fillRates` tells.", vec![
            value("facets", "Each facet's coverage; all facets, also those of which nothing is known.", "[FacetCoverage!]!", |of: &Coverage| Out::inner(&of.facets)).at_most(FACETS.len()),
            value("knownFacets", "The number of facets that something is known of.", "Int!", |of: &Coverage| Out::count(of.facets.iter().filter(|facet| facet.records > 0).count())),
            value("allFacets", "The number of facets.", "Int!", |of: &Coverage| Out::count(of.facets.len())),
            value("records", "The number of records in all facets.", "Int!", |of: &Coverage| Out::count(of.records)),
            value("sources", "The number of sources that these records and the ISCM itself cite, each counted once.", "Int!", |of: &Coverage| Out::count(of.sources)),
            value("newestSourceYear", "The year of the newest of these sources; null when none of them has a year.", "Int", |of: &Coverage| Out::maybe(of.newest_source_year, |year| Out::Int(year.into()))),
        ]),
    ]
}

impl FacetCoverage {
    /// The coverage of a facet.
    pub(super) fn of(iscm: Row<'_, iscm::Entity>, facet: CoverageFacet) -> Self {
        Self::counted(iscm, facet, &facet.tally(iscm))
    }

    fn counted(iscm: Row<'_, iscm::Entity>, facet: CoverageFacet, tally: &Tally<'_>) -> Self {
        Self {
            iscm: iscm.place(),
            facet,
            records: tally.records,
            sources: tally.sources.len(),
            newest_source_year: tally.newest_year(),
        }
    }
}

impl Coverage {
    /// The coverage of an ISCM.
    pub(super) fn of(iscm: Row<'_, iscm::Entity>) -> Self {
        let mut whole = Tally {
            records: 0,
            ..Tally::of(iscm.scope(), iscm::Entity::TYPE, &[iscm.place()])
        };
        let mut facets = Vec::new();
        for facet in CoverageFacet::iter() {
            let tally = facet.tally(iscm);
            facets.push(FacetCoverage::counted(iscm, facet, &tally));
            whole.records += tally.records;
            whole.sources.extend(tally.sources);
        }
        Self {
            facets,
            records: whole.records,
            sources: whole.sources.len(),
            newest_source_year: whole.newest_year(),
        }
    }
}
