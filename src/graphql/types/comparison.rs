//! `Comparison`: ISCMs side by side.

use std::borrow::Cow;
use std::cmp::Reverse;

use async_graphql::{Object, OutputType, SimpleObject, TypeName};
use entity::enums::{FundingKind, InstrumentKind, MembershipRole, PartnerCategory, StructureKind};
use entity::{
    funding, instrument, instrument_topic, iscm, membership, partnership, structure, theme,
    theme_topic, topic,
};

use super::coverage::{CoverageFacet, FacetCoverage};
use super::iscm::Iscm;
use super::partnership::{Partner, Partnership};
use super::party::{Membership, Party};
use super::theme::Topic;
use crate::graph::{Matrix, PartnerRow, PartyRow, Row, View, by_topic};
use crate::graphql::connection::wrap;
use crate::graphql::error::{Error, Result, shown};
use crate::graphql::scalar::Date;
use crate::graphql::word::Word;

/// How many ISCMs are compared.
const COMPARED: std::ops::RangeInclusive<usize> = 2..=10;

/// ISCMs side by side.
pub(in crate::graphql) struct Comparison<'a>(Vec<Row<'a, iscm::Entity>>);

/// A party in at least one of the compared ISCMs.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ComparedMember<'a> {
    /// The country or organization.
    party: Party<'a>,
    /// Which of the ISCMs it is in.
    iscms: Vec<Iscm<'a>>,
    /// Its memberships in them that fit the arguments, with roles, years and citations.
    memberships: Vec<Membership<'a>>,
}

/// What one of the compared ISCMs has and none of the others.
#[derive(SimpleObject)]
#[graphql(
    concrete(name = "IscmParties", params("Party<'t>"), bounds("'t")),
    concrete(name = "IscmTopics", params("Topic<'t>"), bounds("'t"))
)]
pub(in crate::graphql) struct Only<'a, T: OutputType> {
    /// The ISCM.
    iscm: Iscm<'a>,
    /// What it alone has.
    nodes: Vec<T>,
}

/// The parties of the compared ISCMs: countries by code, then organizations by acronym.
#[derive(SimpleObject)]
pub(in crate::graphql) struct MemberComparison<'a> {
    /// Each party that is in any of the ISCMs.
    all: Vec<ComparedMember<'a>>,
    /// The parties that are in all of them.
    shared: Vec<Party<'a>>,
    /// For each ISCM the parties that are in it alone.
    only: Vec<Only<'a, Party<'a>>>,
}

/// What one of the compared ISCMs does on a topic.
#[derive(SimpleObject)]
pub(in crate::graphql) struct TopicCell<'a> {
    /// The ISCM.
    iscm: Iscm<'a>,
    /// The number of its themes on the topic.
    themes: usize,
    /// The number of its instruments on the topic.
    instruments: usize,
    /// Whether it works on the topic: whether it has a theme on it.
    is_on: bool,
}

/// A topic that at least one of the compared ISCMs works on.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ComparedTopic<'a> {
    /// The topic.
    topic: Topic<'a>,
    /// A cell for each ISCM, in their order.
    cells: Vec<TopicCell<'a>>,
}

/// The topics that the compared ISCMs work on, by label: those that they have themes on.
#[derive(SimpleObject)]
pub(in crate::graphql) struct TopicComparison<'a> {
    /// Each topic that any of the ISCMs works on.
    all: Vec<ComparedTopic<'a>>,
    /// The topics that all of them work on.
    shared: Vec<Topic<'a>>,
    /// For each ISCM the topics that it alone works on.
    only: Vec<Only<'a, Topic<'a>>>,
}

/// How many records with one key each of the compared ISCMs has.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub(in crate::graphql) struct Counts<T: OutputType> {
    /// What the records have in common.
    key: T,
    /// The number of records of each ISCM, in their order.
    counts: Vec<usize>,
    /// The number of records of all the ISCMs.
    total: usize,
}

impl<T: OutputType> TypeName for Counts<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Counts", T::type_name()).into()
    }
}

/// The instruments of the compared ISCMs, counted.
#[derive(SimpleObject)]
pub(in crate::graphql) struct InstrumentComparison<'a> {
    /// The numbers by kind.
    by_kind: Vec<Counts<Word<InstrumentKind>>>,
    /// The numbers by topic, by label. An instrument on several topics is counted with each.
    by_topic: Vec<Counts<Topic<'a>>>,
}

/// A partner that at least one of the compared ISCMs has.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ComparedPartner<'a> {
    /// The ISCM or the organization; null when a category of partners is meant.
    partner: Option<Partner<'a>>,
    /// The category of partners; null when a single partner is named.
    category: Option<Word<PartnerCategory>>,
    /// Which of the ISCMs have it.
    iscms: Vec<Iscm<'a>>,
    /// Their work with it.
    partnerships: Vec<Partnership<'a>>,
}

/// How much is recorded of one facet of the compared ISCMs.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ComparedCoverage<'a> {
    /// The facet.
    facet: CoverageFacet,
    /// The facet's coverage of each ISCM, in their order.
    cells: Vec<FacetCoverage<'a>>,
}

/// ISCMs side by side. What is not recorded of one does not show: `coverage` tells how far to trust a
/// difference. Where a list has one element for each ISCM, it is in the order of `iscms`.
#[Object]
impl<'a> Comparison<'a> {
    /// The ISCMs, in the order asked.
    async fn iscms(&self) -> Vec<Iscm<'a>> {
        wrap(self.0.iter().copied())
    }

    /// The countries and organizations that take part, in one of them or in several.
    async fn members(
        &self,
        #[graphql(
            desc = "Only parties in one of these roles.",
            default_with = "vec![Word(MembershipRole::Member)]"
        )]
        roles: Vec<Word<MembershipRole>>,
        #[graphql(
            desc = "Only parties that take part at this date; a year that is not known does not exclude. Now or ever when it is not given."
        )]
        on: Option<Date>,
    ) -> MemberComparison<'a> {
        let members = self.matrix(|iscm| {
            let rows = iscm.many::<membership::Entity>();
            let in_roles = rows.filter(|row| roles.contains(&Word(row.role)));
            let rows = in_roles.on(on.map(Into::into)).iter();
            rows.filter_map(|row| Some((PartyRow::of(row)?, row)))
        });
        let compared = |(party, cells): (PartyRow<'a>, &[Vec<_>])| ComparedMember {
            party: party.into(),
            iscms: self.having(cells),
            memberships: wrap(cells.iter().flatten().copied()),
        };
        MemberComparison {
            all: members.rows().map(compared).collect(),
            shared: members.shared().map(Party::from).collect(),
            only: self.only(&members, Party::from),
        }
    }

    /// The topics that they work on, one of them or several.
    async fn topics(&self) -> TopicComparison<'a> {
        let themes = self.matrix(by_topic::<theme::Entity, theme_topic::Entity>);
        let instruments = self.matrix(by_topic::<instrument::Entity, instrument_topic::Entity>);
        let compared = |(topic, cells): (Row<'a, topic::Entity>, &[Vec<_>])| {
            let columns = self.0.iter().zip(cells).zip(instruments.counts(topic));
            let cell = |((iscm, themes), instruments): ((&Row<'a, _>, &Vec<_>), usize)| TopicCell {
                iscm: Iscm(*iscm),
                themes: themes.len(),
                instruments,
                is_on: !themes.is_empty(),
            };
            ComparedTopic {
                topic: Topic(topic),
                cells: columns.map(cell).collect(),
            }
        };
        TopicComparison {
            all: themes.rows().map(compared).collect(),
            shared: themes.shared().map(Topic).collect(),
            only: self.only(&themes, Topic),
        }
    }

    /// How many instruments they have, by kind and by topic.
    async fn instruments(&self) -> InstrumentComparison<'a> {
        InstrumentComparison {
            by_kind: self.counts(Word, |iscm| {
                let rows = iscm.many::<instrument::Entity>().iter();
                rows.map(|row| (row.kind, row))
            }),
            by_topic: self.counts(
                Topic,
                by_topic::<instrument::Entity, instrument_topic::Entity>,
            ),
        }
    }

    /// How many structures of each kind they have. A kind that none of them has is left out.
    async fn structures(&self) -> Vec<Counts<Word<StructureKind>>> {
        self.counts(Word, |iscm| {
            let rows = iscm.many::<structure::Entity>().iter();
            rows.map(|row| (row.kind, row))
        })
    }

    /// How many funding sources of each kind they have. A kind that none of them has is left out.
    async fn funding(&self) -> Vec<Counts<Word<FundingKind>>> {
        self.counts(Word, |iscm| {
            let rows = iscm.many::<funding::Entity>().iter();
            rows.map(|row| (row.kind, row))
        })
    }

    /// Whom they work with, as their own sources tell it: what most of them share goes first; then
    /// ISCMs, organizations and categories.
    async fn partners(&self) -> Vec<ComparedPartner<'a>> {
        let partners = self.matrix(|iscm| {
            let rows = iscm.many::<partnership::Entity>().iter();
            rows.filter_map(|row| Some((PartnerRow::of(row)?, row)))
        });
        let compared = |(partner, cells): (PartnerRow<'a>, &[Vec<_>])| ComparedPartner {
            partner: Partner::named(partner),
            category: match partner {
                PartnerRow::Category(category) => Some(Word(category)),
                _ => None,
            },
            iscms: self.having(cells),
            partnerships: wrap(cells.iter().flatten().copied()),
        };
        let mut compared: Vec<_> = partners.rows().map(compared).collect();
        compared.sort_by_key(|partner| Reverse(partner.iscms.len()));
        compared
    }

    /// How much is recorded of them, facet by facet.
    async fn coverage(&self) -> Vec<ComparedCoverage<'a>> {
        let compared = |facet: &CoverageFacet| ComparedCoverage {
            facet: *facet,
            cells: self
                .0
                .iter()
                .map(|iscm| FacetCoverage::of(*iscm, *facet))
                .collect(),
        };
        CoverageFacet::ALL.iter().map(compared).collect()
    }
}

impl<'a> Comparison<'a> {
    /// Compares the ISCMs with these names.
    pub(in crate::graphql) fn of(view: &'a View, names: &[String]) -> Result<Self> {
        let refuse = |message: String| Err(Error::bad_input("iscms", message));
        if !COMPARED.contains(&names.len()) {
            let (least, most) = COMPARED.into_inner();
            return refuse(format!(
                "takes {least} to {most} ISCMs, not {}",
                names.len()
            ));
        }
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            let Some(row) = view.iscm_named(name) else {
                let name = shown(name);
                return refuse(format!(
                    "takes acronyms, slugs or aliases of ISCMs, which {name} is none of"
                ));
            };
            if rows.contains(&row) {
                let (name, acronym) = (shown(name), &row.acronym);
                return refuse(format!(
                    "takes each ISCM once, and {name} is {acronym} again"
                ));
            }
            rows.push(row);
        }
        Ok(Self(rows))
    }

    /// What the ISCMs have under keys, side by side.
    fn matrix<K, R, C>(&self, pairs: impl Fn(Row<'a, iscm::Entity>) -> C) -> Matrix<K, R>
    where
        K: Copy + Ord,
        C: IntoIterator<Item = (K, R)>,
    {
        Matrix::new(self.0.iter().map(|iscm| pairs(*iscm)))
    }

    /// How much the ISCMs have under each key; `word` makes it one of GraphQL's.
    fn counts<K, R, T, C>(
        &self,
        word: impl Fn(K) -> T,
        pairs: impl Fn(Row<'a, iscm::Entity>) -> C,
    ) -> Vec<Counts<T>>
    where
        K: Copy + Ord,
        T: OutputType,
        C: IntoIterator<Item = (K, R)>,
    {
        let matrix = self.matrix(pairs);
        let counted = |(key, cells): (K, &[Vec<R>])| {
            let counts: Vec<_> = cells.iter().map(Vec::len).collect();
            Counts {
                key: word(key),
                total: counts.iter().sum(),
                counts,
            }
        };
        matrix.rows().map(counted).collect()
    }

    /// Those of the ISCMs that have something in their cells.
    fn having<R>(&self, cells: &[Vec<R>]) -> Vec<Iscm<'a>> {
        let full = self
            .0
            .iter()
            .zip(cells)
            .filter(|(_, cell)| !cell.is_empty());
        full.map(|(iscm, _)| Iscm(*iscm)).collect()
    }

    /// For each ISCM the keys that it alone has.
    fn only<K: Copy + Ord, R, T: OutputType>(
        &self,
        matrix: &Matrix<K, R>,
        word: impl Fn(K) -> T,
    ) -> Vec<Only<'a, T>> {
        let columns = self.0.iter().enumerate();
        let only = |(column, iscm): (usize, &Row<'a, _>)| Only {
            iscm: Iscm(*iscm),
            nodes: matrix.only(column).map(&word).collect(),
        };
        columns.map(only).collect()
    }
}
