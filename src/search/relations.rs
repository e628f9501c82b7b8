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
#[derive(Debug)]
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
        let kind = NodeType::iter().find(|kind| self.range(*kind).contains(&document))?;
        let place = document - self.range(kind).start;
        Some(Record { kind, place })
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }
}

/// What the foreign keys tell.
#[derive(Debug)]
pub(super) struct Relations {
    /// The ISCM of each document: its own, or that of the record it belongs to; an ISCM is its own.
    pub(super) iscms: Vec<u32>,
    referrers: Lists,
}

impl Relations {
    pub(super) fn new(snapshot: &Snapshot, numbers: &Numbers) -> Self {
        let mut finder = Finder {
            snapshot,
            numbers,
            iscms: vec![NONE; numbers.len()],
            pairs: Vec::new(),
        };
        for iscm in numbers.range(NodeType::Iscm) {
            finder.iscms[iscm as usize] = iscm;
        }
        each(&mut finder);
        let Finder { iscms, pairs, .. } = finder;
        Self {
            iscms,
            referrers: Lists::sorted(numbers.len(), pairs),
        }
    }

    /// The documents that refer to one.
    pub(super) fn referrers(&self, document: u32) -> &[u32] {
        self.referrers.of(document)
    }
}

/// Follows the links of each table. Referenced tables are visited first.
struct Finder<'a> {
    snapshot: &'a Snapshot,
    numbers: &'a Numbers,
    iscms: Vec<u32>,
    /// What is referred to, and what refers.
    pairs: Vec<(u32, u32)>,
}

impl Visitor for Finder<'_> {
    fn visit<E: Table>(&mut self) {
        let Some(first) = E::rows(self.snapshot.tables()).first() else {
            return;
        };
        let places = self.snapshot.places(E::INDEX);
        let links = &self.snapshot.links()[E::INDEX];
        // A part refers for the record that it is part of.
        let owner = E::subject(first).0;
        let to_owner = links.iter().find(|link| link.key.to == owner as usize);
        let has_own_iscm = links.iter().any(is_own_iscm);
        for link in links {
            let Some(to) = NodeType::iter().nth(link.key.to) else {
                continue;
            };
            for place in places.clone() {
                let referrer = if E::RECORD.is_some() {
                    Some(place)
                } else {
                    to_owner.and_then(|link| link.target(place))
                };
                let (Some(referrer), Some(target)) = (referrer, link.target(place)) else {
                    continue;
                };
                let referrer = self.numbers.of(owner, referrer);
                let target = self.numbers.of(to, target);
                if is_referent(to) {
                    self.pairs.push((target, referrer));
                }
                let iscm = self.iscms[target as usize];
                if iscm != NONE && E::RECORD.is_some() && (is_own_iscm(link) || !has_own_iscm) {
                    self.iscms[referrer as usize] = iscm;
                    self.pairs.push((iscm, referrer));
                }
            }
        }
    }
}

/// Whether a link is to the ISCM whose record it is, and not to another one.
fn is_own_iscm(link: &Link) -> bool {
    link.column == "iscm_id"
}

/// Whether records are found by the names of those of this type that they refer to.
fn is_referent(kind: NodeType) -> bool {
    use NodeType::{Country, Iscm, Organization, Topic};
    matches!(kind, Country | Iscm | Organization | Topic)
}
