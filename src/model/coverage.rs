//! `Coverage`: how much is known of an ISCM.

use entity::iscm;

use super::object::Object;
use super::out::Out;
use super::told::{value, word_value};
use crate::analysis::Tally;
use crate::graph::Row;
use crate::vocabulary::words;
use sea_orm::Iterable as _;

/// Lists the facets: each is a value of [`CoverageFacet`], and the table that holds its records.
macro_rules! facets {
    ($($(#[doc = $doc:literal])+ $Facet:ident = $word:literal: $table:ident;)*) => {
        words! {
            /// A facet of an ISCM: a kind of records about it.
            pub(super) CoverageFacet {
                $($(#[doc = $doc])+ $Facet = $word,)*
            }
        }

        impl CoverageFacet {
            /// The facet's records of an ISCM, counted.
            fn tally(self, iscm: Row<'_, iscm::Entity>) -> Tally<'_> {
                match self {
                    $(Self::$Facet => Tally::of(iscm.many::<entity::$table::Entity>().iter()),)*
                }
            }
        }
    };
}

facets! {
    /// What it works on: `themes`.
    Themes = "THEMES": theme;
    /// Who takes part, in any role: `members`.
    Members = "MEMBERS": membership;
    /// Terms as chair: `chairs`.
    Chairs = "CHAIRS": chairmanship;
    /// Its standing parts: `structures`.
    Structures = "STRUCTURES": structure;
    /// How it is paid for: `fundingSources`.
    Funding = "FUNDING": funding;
    /// Its standing funds: `funds`.
    Funds = "FUNDS": fund;
    /// Documents: `instruments`.
    Instruments = "INSTRUMENTS": instrument;
    /// Meetings and other events: `events`.
    Events = "EVENTS": event;
    /// What it brought to migration governance: `contributions`.
    Contributions = "CONTRIBUTIONS": contribution;
    /// Its work with others, as its own sources tell it: `partnerships`.
    Partnerships = "PARTNERSHIPS": partnership;
    /// What members say membership is worth: `addedValue`.
    AddedValue = "ADDED_VALUE": added_value;
    /// National measures built on its instruments: `uptakes`.
    Uptakes = "UPTAKES": uptake;
    /// What it does between meetings: `activities`.
    Activities = "ACTIVITIES": activity;
    /// What its members committed to: `commitments`.
    Commitments = "COMMITMENTS": commitment;
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
        Object::told("Coverage", "How much is recorded of an ISCM.", vec![
            value("facets", "Each facet's coverage; all facets, also those of which nothing is known.", "[FacetCoverage!]!", |of: &Coverage| Out::inner(&of.facets)).at_most(14),
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
            ..Tally::of([iscm])
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
