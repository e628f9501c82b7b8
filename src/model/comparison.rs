//! `Comparison`: ISCMs side by side.

use std::cmp::Reverse;
use std::sync::Arc;

use entity::enums::{MembershipRole, PartnerCategory, Vocabulary};
use entity::{
    funding, instrument, instrument_topic, iscm, membership, partnership, structure, theme,
    theme_topic, topic,
};
use sea_orm::Iterable as _;

use super::argument::{Word, arg};
use super::coverage::{CoverageFacet, FacetCoverage};
use super::iscm::ISCM;
use super::object::Object;
use super::out::{Out, Record};
use super::party::record;
use super::practice::Partner;
use super::related::{HowCertain, On, certainty, held};
use super::told::{value, word_value, worked_out};
use crate::analysis::Matrix;
use crate::error::{Result, shown};
use crate::graph::{PartyRow, Row, Scope, by_topic};
use crate::input::Place;

/// How many ISCMs are compared.
pub const COMPARED: std::ops::RangeInclusive<usize> = 2..=10;

/// The ISCMs that are compared, by their places.
pub struct Comparison(Vec<u32>);

/// A party in at least one of the compared ISCMs.
struct ComparedMember {
    party: Record,
    iscms: Vec<u32>,
    memberships: Vec<u32>,
}

/// What one of the compared ISCMs has and none of the others.
struct Only<T> {
    iscm: u32,
    nodes: Vec<T>,
}

/// The parties of the compared ISCMs.
struct MemberComparison {
    all: Vec<ComparedMember>,
    shared: Vec<Option<Record>>,
    only: Vec<Only<Option<Record>>>,
}

/// What one of the compared ISCMs does on a topic.
struct TopicCell {
    iscm: u32,
    themes: usize,
    instruments: usize,
}

/// A topic that at least one of the compared ISCMs works on.
struct ComparedTopic {
    topic: u32,
    cells: Vec<TopicCell>,
}

/// The topics that the compared ISCMs work on.
struct TopicComparison {
    all: Vec<ComparedTopic>,
    shared: Vec<u32>,
    only: Vec<Only<u32>>,
}

/// What records that are counted have in common.
enum Common {
    Word(String),
    Topic(u32),
}

/// How many records with something in common each of the compared ISCMs has.
struct Counts {
    key: Common,
    counts: Vec<usize>,
}

/// The instruments of the compared ISCMs, counted.
struct InstrumentComparison {
    by_kind: Vec<Counts>,
    by_topic: Vec<Counts>,
}

/// A partner that at least one of the compared ISCMs has.
struct ComparedPartner {
    partner: Option<Record>,
    category: Option<PartnerCategory>,
    iscms: Vec<u32>,
    partnerships: Vec<u32>,
}

/// How much is recorded of one facet of the compared ISCMs.
struct ComparedCoverage {
    facet: CoverageFacet,
    cells: Vec<FacetCoverage>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![
        Object::told("Comparison", "ISCMs side by side. What is not recorded of one does not show: `coverage` tells how far to trust a\ndifference. Where a list has one element for each ISCM, it is in the order of `iscms`.", vec![
            value("iscms", "The ISCMs, in the order asked.", "[Iscm!]!", |of: &Comparison| Out::Rows((&of.0).into())).at_most(10),
            worked_out("associations", "What they are formally part of or associated with: what most of them share goes first; then ISCMs\nand organizations.", "[ComparedAssociate!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.associations(scope), Out::value))).at_most(50),
            worked_out("languages", "The languages that they work in, as far as sources tell: those of most of them go first.", "[ComparedLanguage!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.languages(scope), Out::value))).at_most(60),
            worked_out("members", "The countries and organizations that take part, in one of them or in several.", "MemberComparison!", (
                arg("roles", "Only parties in one of these roles.").or("[MEMBER]"),
                arg("on", "Only parties that take part at this date, for certain or possibly. Now or ever when it is not given."),
                certainty(),
            ), |of: &Comparison, scope, _, (roles, on, certainty): &(Vec<Word<MembershipRole>>, On, HowCertain)| Ok(Out::value(of.members(scope, roles, *on, *certainty)))),
            worked_out("topics", "The topics that they work on, one of them or several.", "TopicComparison!", (), |of: &Comparison, scope, _, ()| Ok(Out::value(of.topics(scope)))),
            worked_out("instruments", "How many instruments they have, by kind and by topic.", "InstrumentComparison!", (), |of: &Comparison, scope, _, ()| Ok(Out::value(of.instruments(scope)))),
            worked_out("structures", "How many structures of each kind they have. A kind that none of them has is left out.", "[StructureKindCounts!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.structures(scope), Out::value))).at_most(20),
            worked_out("funding", "How many funding sources of each kind they have. A kind that none of them has is left out.", "[FundingKindCounts!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.funding(scope), Out::value))).at_most(20),
            worked_out("partners", "Whom they work with, as their own sources tell it: what most of them share goes first; then\nISCMs, organizations and categories.", "[ComparedPartner!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.partners(scope), Out::value))).at_most(100),
            worked_out("coverage", "How much is recorded of them, facet by facet.", "[ComparedCoverage!]!", (), |of: &Comparison, scope, _, ()| Ok(Out::list(of.coverage(scope), Out::value))).at_most(14),
        ]),
        Object::told("MemberComparison", "The parties of the compared ISCMs: countries by code, then organizations by acronym.", vec![
            value("all", "Each party that is in any of the ISCMs.", "[ComparedMember!]!", |of: &MemberComparison| Out::inner(&of.all)).at_most(300),
            value("shared", "The parties that are in all of them.", "[Party!]!", |of: &MemberComparison| Out::Records(of.shared.clone())).at_most(100),
            value("only", "For each ISCM the parties that are in it alone.", "[IscmParties!]!", |of: &MemberComparison| Out::inner(&of.only)).at_most(10),
        ]),
        Object::told("ComparedMember", "A party in at least one of the compared ISCMs.", vec![
            value("party", "The country or organization.", "Party!", |of: &ComparedMember| Out::Record(of.party)),
            value("iscms", "Which of the ISCMs it is in.", "[Iscm!]!", |of: &ComparedMember| Out::Rows((&of.iscms).into())).at_most(10).in_all(700),
            value("memberships", "Its memberships in them that fit the arguments, with roles, years and citations.", "[Membership!]!", |of: &ComparedMember| Out::Rows((&of.memberships).into())).at_most(30).in_all(800),
        ]),
        Object::told("IscmParties", "What one of the compared ISCMs has and none of the others.", vec![
            value("iscm", "The ISCM.", "Iscm!", |of: &Only<Option<Record>>| Out::Row(of.iscm)),
            value("nodes", "What it alone has.", "[Party!]!", |of: &Only<Option<Record>>| Out::Records(of.nodes.clone())).at_most(120).in_all(250),
        ]),
        Object::told("TopicComparison", "The topics that the compared ISCMs work on, by label: those that they have themes on.", vec![
            value("all", "Each topic that any of the ISCMs works on.", "[ComparedTopic!]!", |of: &TopicComparison| Out::inner(&of.all)).at_most(60),
            value("shared", "The topics that all of them work on.", "[Topic!]!", |of: &TopicComparison| Out::Rows((&of.shared).into())).at_most(40),
            value("only", "For each ISCM the topics that it alone works on.", "[IscmTopics!]!", |of: &TopicComparison| Out::inner(&of.only)).at_most(10),
        ]),
        Object::told("ComparedTopic", "A topic that at least one of the compared ISCMs works on.", vec![
            value("topic", "The topic.", "Topic!", |of: &ComparedTopic| Out::Row(of.topic)),
            value("cells", "A cell for each ISCM, in their order.", "[TopicCell!]!", |of: &ComparedTopic| Out::inner(&of.cells)).at_most(10),
        ]),
        Object::told("TopicCell", "What one of the compared ISCMs does on a topic.", vec![
            value("iscm", "The ISCM.", "Iscm!", |of: &TopicCell| Out::Row(of.iscm)),
            value("themes", "The number of its themes on the topic.", "Int!", |of: &TopicCell| Out::count(of.themes)),
            value("instruments", "The number of its instruments on the topic.", "Int!", |of: &TopicCell| Out::count(of.instruments)),
            value("isOn", "Whether it works on the topic: whether it has a theme on it.", "Boolean!", |of: &TopicCell| Out::Flag(of.themes > 0)),
        ]),
        Object::told("IscmTopics", "What one of the compared ISCMs has and none of the others.", vec![
            value("iscm", "The ISCM.", "Iscm!", |of: &Only<u32>| Out::Row(of.iscm)),
            value("nodes", "What it alone has.", "[Topic!]!", |of: &Only<u32>| Out::Rows((&of.nodes).into())).at_most(40).in_all(60),
        ]),
        Object::told("InstrumentComparison", "The instruments of the compared ISCMs, counted.", vec![
            value("byKind", "The numbers by kind.", "[InstrumentKindCounts!]!", |of: &InstrumentComparison| Out::inner(&of.by_kind)).at_most(20),
            value("byTopic", "The numbers by topic, by label. An instrument on several topics is counted with each.", "[TopicCounts!]!", |of: &InstrumentComparison| Out::inner(&of.by_topic)).at_most(60),
        ]),
        counts("InstrumentKindCounts", "InstrumentKind!"),
        counts("TopicCounts", "Topic!"),
        counts("StructureKindCounts", "StructureKind!"),
        counts("FundingKindCounts", "FundingKind!"),
        Object::told("ComparedPartner", "A partner that at least one of the compared ISCMs has.", vec![
            value("partner", "The ISCM or the organization; null when a category of partners is meant.", "Partner", |of: &ComparedPartner| Out::maybe(of.partner, Out::Record)),
            value("category", "The category of partners; null when a single partner is named.", "PartnerCategory", |of: &ComparedPartner| Out::maybe(of.category, Out::word)),
            value("iscms", "Which of the ISCMs have it.", "[Iscm!]!", |of: &ComparedPartner| Out::Rows((&of.iscms).into())).at_most(10).in_all(150),
            value("partnerships", "Their work with it.", "[Partnership!]!", |of: &ComparedPartner| Out::Rows((&of.partnerships).into())).at_most(30).in_all(200),
        ]),
        Object::told("ComparedCoverage", "How much is recorded of one facet of the compared ISCMs.", vec![
            word_value("facet", "The facet.", |of: &ComparedCoverage| of.facet),
            value("cells", "The facet's coverage of each ISCM, in their order.", "[FacetCoverage!]!", |of: &ComparedCoverage| Out::inner(&of.cells)).at_most(10),
        ]),
    ]
}

/// A table of counts by a type of keys.
#[rustfmt::skip] // a table: a line for each field
fn counts(name: &'static str, key: &'static str) -> Object {
    Object::told(name, "How many records with one key each of the compared ISCMs has.", vec![
        value("key", "What the records have in common.", key, |of: &Counts| match &of.key {
            Common::Word(word) => Out::text(word),
            Common::Topic(place) => Out::Row(*place),
        }),
        value("counts", "The number of records of each ISCM, in their order.", "[Int!]!", |of: &Counts| Out::list(&of.counts, |count| Out::count(*count))).at_most(10),
        value("total", "The number of records of all the ISCMs.", "Int!", |of: &Counts| Out::count(of.counts.iter().sum())),
    ])
}

impl Comparison {
    /// Compares the ISCMs with these names.
    pub fn of(scope: &Scope, names: &[Arc<str>]) -> Result<Self> {
        let at = Place::argument("iscms");
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = ISCM.place(scope, at, name)?;
            if places.contains(&place) {
                let row = scope.row::<iscm::Entity>(place);
                let acronym = row.map_or("", |row| &row.model().acronym);
                let name = shown(name);
                return Err(at.wrong(&format!(
                    "takes each ISCM once, and {name} is {acronym} again"
                )));
            }
            places.push(place);
        }
        Ok(Self(places))
    }

    /// What the ISCMs have under keys, side by side.
    pub(super) fn matrix<'s, K, R, C>(
        &self,
        scope: &'s Scope,
        pairs: impl Fn(Row<'s, iscm::Entity>) -> C,
    ) -> Matrix<K, R>
    where
        K: Copy + Ord,
        C: IntoIterator<Item = (K, R)>,
    {
        let rows: Vec<_> = self
            .0
            .iter()
            .filter_map(|place| scope.row(*place))
            .collect();
        Matrix::new(rows.into_iter().map(pairs))
    }

    /// Those of the ISCMs that have something in their cells.
    pub(super) fn having<R>(&self, cells: &[Vec<R>]) -> Vec<u32> {
        let columns = self.0.iter().zip(cells);
        let full = columns.filter(|(_, cell)| !cell.is_empty());
        full.map(|(iscm, _)| *iscm).collect()
    }

    /// For each ISCM the keys that it alone has.
    fn only<K: Copy + Ord, R, T>(
        &self,
        matrix: &Matrix<K, R>,
        node: impl Fn(K) -> T,
    ) -> Vec<Only<T>> {
        let columns = self.0.iter().enumerate();
        let only = |(column, iscm): (usize, &u32)| Only {
            iscm: *iscm,
            nodes: matrix.only(column).map(&node).collect(),
        };
        columns.map(only).collect()
    }

    fn members(
        &self,
        scope: &Scope,
        roles: &[Word<MembershipRole>],
        on: On,
        certainty: HowCertain,
    ) -> MemberComparison {
        let members = self.matrix(scope, |iscm| {
            let rows = iscm.many::<membership::Entity>();
            let in_roles = rows.filter(|row| roles.contains(&Word(row.role)));
            let rows = held(in_roles, on, certainty).iter();
            rows.filter_map(|row| Some((PartyRow::of(row)?, row)))
        });
        let compared = |(party, cells): (PartyRow<'_>, &[Vec<Row<'_, _>>])| ComparedMember {
            party: record(party),
            iscms: self.having(cells),
            memberships: cells.iter().flatten().map(Row::place).collect(),
        };
        MemberComparison {
            all: members.rows().map(compared).collect(),
            shared: members.shared().map(|party| Some(record(party))).collect(),
            only: self.only(&members, |party| Some(record(party))),
        }
    }

    fn topics(&self, scope: &Scope) -> TopicComparison {
        let themes = self.matrix(scope, by_topic::<theme::Entity, theme_topic::Entity>);
        let instruments = self.matrix(
            scope,
            by_topic::<instrument::Entity, instrument_topic::Entity>,
        );
        let compared = |(topic, cells): (Row<'_, topic::Entity>, &[Vec<_>])| {
            let columns = self.0.iter().zip(cells).zip(instruments.counts(topic));
            let cell = |((iscm, themes), instruments): ((&u32, &Vec<_>), usize)| TopicCell {
                iscm: *iscm,
                themes: themes.len(),
                instruments,
            };
            ComparedTopic {
                topic: topic.place(),
                cells: columns.map(cell).collect(),
            }
        };
        TopicComparison {
            all: themes.rows().map(compared).collect(),
            shared: themes.shared().map(|topic| topic.place()).collect(),
            only: self.only(&themes, |topic| topic.place()),
        }
    }

    fn instruments(&self, scope: &Scope) -> InstrumentComparison {
        let by_kind = self.matrix(scope, |iscm| {
            let rows = iscm.many::<instrument::Entity>().iter();
            rows.map(|row| (row.kind, ()))
        });
        let by_topic = self.matrix(
            scope,
            by_topic::<instrument::Entity, instrument_topic::Entity>,
        );
        InstrumentComparison {
            by_kind: counted(&by_kind, common_word),
            by_topic: counted(&by_topic, |topic| Common::Topic(topic.place())),
        }
    }

    fn structures(&self, scope: &Scope) -> Vec<Counts> {
        let by_kind = self.matrix(scope, |iscm| {
            let rows = iscm.many::<structure::Entity>().iter();
            rows.map(|row| (row.kind, ()))
        });
        counted(&by_kind, common_word)
    }

    fn funding(&self, scope: &Scope) -> Vec<Counts> {
        let by_kind = self.matrix(scope, |iscm| {
            let rows = iscm.many::<funding::Entity>().iter();
            rows.map(|row| (row.kind, ()))
        });
        counted(&by_kind, common_word)
    }

    fn partners(&self, scope: &Scope) -> Vec<ComparedPartner> {
        let partners = self.matrix(scope, |iscm| {
            let rows = iscm.many::<partnership::Entity>().iter();
            rows.filter_map(|row| Some((Partner::of(row)?, row)))
        });
        let compared = |(with, cells): (Partner<'_>, &[Vec<Row<'_, _>>])| ComparedPartner {
            partner: with.record(),
            category: match with {
                Partner::Category(category) => Some(category),
                _ => None,
            },
            iscms: self.having(cells),
            partnerships: cells.iter().flatten().map(Row::place).collect(),
        };
        let mut compared: Vec<_> = partners.rows().map(compared).collect();
        compared.sort_by_key(|partner| Reverse(partner.iscms.len()));
        compared
    }

    fn coverage(&self, scope: &Scope) -> Vec<ComparedCoverage> {
        let rows: Vec<_> = self
            .0
            .iter()
            .filter_map(|place| scope.row(*place))
            .collect();
        let compared = |facet: CoverageFacet| ComparedCoverage {
            facet,
            cells: rows
                .iter()
                .map(|iscm| FacetCoverage::of(*iscm, facet))
                .collect(),
        };
        CoverageFacet::iter().map(compared).collect()
    }
}

fn common_word<V: Vocabulary>(word: V) -> Common {
    Common::Word(word.word())
}

/// How much the ISCMs have under each key.
fn counted<K: Copy + Ord, R>(matrix: &Matrix<K, R>, key: impl Fn(K) -> Common) -> Vec<Counts> {
    let counted = |(of, cells): (K, &[Vec<R>])| Counts {
        key: key(of),
        counts: cells.iter().map(Vec::len).collect(),
    };
    matrix.rows().map(counted).collect()
}
