//! The documents' numbers, and what refers to what: a record is found by the names of the ISCM,
//! countries, organizations and topics that it refers to, without holding them.

use std::ops::Range;

use entity::tables::{NodeType, Table, Visitor, each};
use sea_orm::Iterable;

use crate::graph::{Link, Lists, Snapshot};
use crate::model::Record;

/// Stands for "no ISCM".
pub(super) const NONE: u32 = u32::MAX;

/// The documents' numbers: those of a type are in a row, in their table's order.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    /// Where each type's begin, and the end of all.
    starts: Vec<u32>,
}

impl Numbers {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let mut starts = vec![0];
        let mut next = 0;
        for kind in NodeType::iter() {
            next += snapshot.places(kind as usize).end;
            starts.push(next);
        }
        Self { starts }
    }

    /// The number of the record at a place of its table.
    pub(super) fn of(&self, kind: NodeType, place: u32) -> u32 {
        self.starts[kind as usize] + place
    }

    /// The numbers of a type.
    pub(super) fn range(&self, kind: NodeType) -> Range<u32> {
        self.starts[kind as usize]..self.starts[kind as usize + 1]
    }

    /// The record of a document.
    pub(super) fn at(&self, document: u32) -> Option<Record> {
        let behind = self.starts.partition_point(|start| *start <= document);
        let kind = NodeType::iter().nth(behind.checked_sub(1)?)?;
        let place = document - self.range(kind).start;
        Some(Record { kind, place })
    }

    /// The records of all documents.
    pub(super) fn records(&self) -> Vec<Record> {
        let all = NodeType::iter().flat_map(|kind| {
            let places = (0..).take(self.range(kind).len());
            places.map(move |place| Record { kind, place })
        });
        all.collect()
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }
}

/// What the foreign keys tell.
#[derive(Debug)]
pub(super) struct Relations {
    numbers: Numbers,
    /// The ISCM of each document: its own, or that of the record it belongs to; an ISCM is its own.
    pub(super) iscms: Vec<u32>,
    /// What refers to the records of each type whose names find it.
    referring: Vec<Vec<Referring>>,
    /// From ISCMs, by their places, to what belongs to a record of theirs.
    belonging: Lists,
}

/// What refers to records: records by a link of theirs, or by one of their parts.
#[derive(Debug)]
struct Referring {
    kind: NodeType,
    link: Link,
    /// From parts to the records that they are part of.
    to_owner: Option<Link>,
}

impl Relations {
    pub(super) fn new(snapshot: &Snapshot, numbers: Numbers) -> Self {
        let mut finder = Finder {
            snapshot,
            iscms: vec![NONE; numbers.len()],
            referring: NodeType::iter().map(|_| Vec::new()).collect(),
            belonging: Vec::new(),
            numbers: &numbers,
        };
        for iscm in numbers.range(NodeType::Iscm) {
            finder.iscms[iscm as usize] = iscm;
        }
        each(&mut finder);
        let Finder {
            iscms,
            referring,
            belonging,
            ..
        } = finder;
        let count = numbers.range(NodeType::Iscm).len();
        Self {
            iscms,
            referring,
            belonging: Lists::sorted(count, belonging),
            numbers,
        }
    }

    /// Whether documents may be found by the name of one.
    pub(super) fn is_referent(&self, document: u32) -> bool {
        REFERENTS
            .iter()
            .any(|kind| self.numbers.range(*kind).contains(&document))
    }

    /// The documents that refer to one; some more than once.
    pub(super) fn referrers(&self, document: u32) -> impl Iterator<Item = u32> {
        let record = self.numbers.at(document);
        let referring = record.into_iter().flat_map(move |Record { kind, place }| {
            let referring = self.referring[kind as usize].iter();
            referring.flat_map(move |referring| {
                let sources = referring.link.sources(place).iter();
                let records = sources.filter_map(|source| referring.record(*source));
                records.map(|place| self.numbers.of(referring.kind, place))
            })
        });
        let iscm = record.filter(|record| record.kind == NodeType::Iscm);
        let belonging = iscm.map_or(&[][..], |iscm| self.belonging.of(iscm.place));
        referring.chain(belonging.iter().copied())
    }
}

impl Referring {
    /// The record that a row is, or is part of.
    fn record(&self, source: u32) -> Option<u32> {
        match &self.to_owner {
            None => Some(source),
            Some(link) => link.target(source),
        }
    }
}

/// Follows the links of each table. Referenced tables are visited first.
struct Finder<'a> {
    snapshot: &'a Snapshot,
    numbers: &'a Numbers,
    iscms: Vec<u32>,
    referring: Vec<Vec<Referring>>,
    /// The places of ISCMs, and what belongs to a record of theirs.
    belonging: Vec<(u32, u32)>,
}

impl Visitor for Finder<'_> {
    fn visit<E: Table>(&mut self) {
        let links = &self.snapshot.links()[E::INDEX];
        // A part refers for the record that it is part of.
        let (kind, to_owner) = match (E::RECORD, E::OWNER) {
            (Some(kind), _) => (kind, None),
            (None, Some((kind, column))) => {
                let link = links.iter().find(|link| link.column == column);
                (kind, link.cloned())
            }
            (None, None) => return,
        };
        let has_own_iscm = links.iter().any(is_own_iscm);
        for link in links {
            let Some(to) = NodeType::iter().nth(link.key.to) else {
                continue;
            };
            if REFERENTS.contains(&to) {
                self.referring[to as usize].push(Referring {
                    kind,
                    link: link.clone(),
                    to_owner: to_owner.clone(),
                });
            }
            if E::RECORD.is_none() || has_own_iscm && !is_own_iscm(link) {
                continue;
            }
            for (place, referrer) in (0..).zip(self.numbers.range(kind)) {
                let Some(target) = link.target(place) else {
                    continue;
                };
                let iscm = self.iscms[self.numbers.of(to, target) as usize];
                if iscm == NONE {
                    continue;
                }
                self.iscms[referrer as usize] = iscm;
                if to != NodeType::Iscm {
                    let iscm = iscm - self.numbers.range(NodeType::Iscm).start;
                    self.belonging.push((iscm, referrer));
                }
            }
        }
    }
}

/// Whether a link is to the ISCM whose record it is, and not to another one.
fn is_own_iscm(link: &Link) -> bool {
    link.column == "iscm_id"
}

/// The types by whose records' names those are found that refer to them.
const REFERENTS: [NodeType; 4] = [
    NodeType::Country,
    NodeType::Iscm,
    NodeType::Organization,
    NodeType::Topic,
];
