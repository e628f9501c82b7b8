//! `Coverage`: how much is known of an ISCM.

use async_graphql::{Enum, SimpleObject};
use entity::iscm;

use super::iscm::Iscm;
use crate::graph::{Row, Tally};

/// Lists the facets: each is a value of [`CoverageFacet`], and the table that holds its records.
macro_rules! facets {
    ($($(#[$($doc:tt)*])* $Facet:ident: $table:ident;)*) => {
        /// A facet of an ISCM: a kind of records about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
        pub(in crate::graphql) enum CoverageFacet {
            $($(#[$($doc)*])* $Facet,)*
        }

        impl CoverageFacet {
            /// All facets.
            pub(super) const ALL: &[Self] = &[$(Self::$Facet,)*];

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
    Themes: theme;
    /// Who takes part, in any role: `members`.
    Members: membership;
    /// Terms as chair: `chairs`.
    Chairs: chairmanship;
    /// Its standing parts: `structures`.
    Structures: structure;
    /// How it is paid for: `fundingSources`.
    Funding: funding;
    /// Its standing funds: `funds`.
    Funds: fund;
    /// Documents: `instruments`.
    Instruments: instrument;
    /// Meetings and other events: `events`.
    Events: event;
    /// What it brought to migration governance: `contributions`.
    Contributions: contribution;
    /// Its work with others, as its own sources tell it: `partnerships`.
    Partnerships: partnership;
    /// What members say membership is worth: `addedValue`.
    AddedValue: added_value;
    /// National measures built on its instruments: `uptakes`.
    Uptakes: uptake;
    /// What it does between meetings: `activities`.
    Activities: activity;
    /// What its members committed to: `commitments`.
    Commitments: commitment;
}

/// How much is recorded of one facet of an ISCM.
#[derive(SimpleObject)]
pub(in crate::graphql) struct FacetCoverage<'a> {
    /// The ISCM.
    iscm: Iscm<'a>,
    /// The facet.
    facet: CoverageFacet,
    /// The number of records.
    records: usize,
    /// Whether there is any record. Where there is none, the facet is not known: the ISCM may have
    /// such things all the same.
    known: bool,
    /// The number of sources that the records cite, each counted once.
    sources: usize,
    /// The year of the newest of these sources; null when none of them has a year.
    newest_source_year: Option<i32>,
}

impl<'a> FacetCoverage<'a> {
    /// The coverage of a facet.
    pub(super) fn of(iscm: Row<'a, iscm::Entity>, facet: CoverageFacet) -> Self {
        Self::counted(iscm, facet, &facet.tally(iscm))
    }

    fn counted(iscm: Row<'a, iscm::Entity>, facet: CoverageFacet, tally: &Tally<'_>) -> Self {
        Self {
            iscm: Iscm(iscm),
            facet,
            records: tally.records,
            known: tally.records > 0,
            sources: tally.sources.len(),
            newest_source_year: tally.newest_year(),
        }
    }
}

/// How much is recorded of an ISCM.
#[derive(SimpleObject)]
pub(in crate::graphql) struct Coverage<'a> {
    /// Each facet's coverage; all facets, also those of which nothing is known.
    facets: Vec<FacetCoverage<'a>>,
    /// The number of facets that something is known of.
    known_facets: usize,
    /// The number of facets.
    all_facets: usize,
    /// The number of records in all facets.
    records: usize,
    /// The number of sources that these records and the ISCM itself cite, each counted once.
    sources: usize,
    /// The year of the newest of these sources; null when none of them has a year.
    newest_source_year: Option<i32>,
}

impl<'a> Coverage<'a> {
    /// The coverage of an ISCM.
    pub(super) fn of(iscm: Row<'a, iscm::Entity>) -> Self {
        let mut whole = Tally {
            records: 0,
            ..Tally::of([iscm])
        };
        let mut facets = Vec::with_capacity(CoverageFacet::ALL.len());
        for facet in CoverageFacet::ALL {
            let tally = facet.tally(iscm);
            facets.push(FacetCoverage::counted(iscm, *facet, &tally));
            whole.records += tally.records;
            whole.sources.extend(tally.sources);
        }
        Self {
            known_facets: facets.iter().filter(|facet| facet.known).count(),
            all_facets: facets.len(),
            facets,
            records: whole.records,
            sources: whole.sources.len(),
            newest_source_year: whole.newest_year(),
        }
    }
}
