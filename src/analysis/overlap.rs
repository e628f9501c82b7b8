//! Overlaps: what an ISCM shares with each other one.

use std::collections::BTreeSet;

use entity::enums::MembershipRole;
use entity::{iscm, membership, topic};

use crate::graph::PartyRow;
use crate::graph::Row;

/// What an ISCM shares with another one.
#[derive(Debug)]
pub struct Overlap<'a> {
    /// The other one.
    pub iscm: Row<'a, iscm::Entity>,
    /// The parties that are members of both, now or ever.
    pub members: Common<PartyRow<'a>>,
    /// The topics that both have themes on.
    pub topics: Common<Row<'a, topic::Entity>>,
}

/// What two sets have in common.
#[derive(Debug)]
pub struct Common<T> {
    /// What is in both.
    pub shared: Vec<T>,
    either: usize,
}

impl<T: Copy + Ord> Common<T> {
    fn new(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Self {
        Self {
            shared: one.intersection(other).copied().collect(),
            either: one.union(other).count(),
        }
    }

    /// How much is in both.
    #[must_use]
    pub fn count(&self) -> f64 {
        number(self.shared.len())
    }

    /// The part that is in both of what is in either, from 0 to 1; 0 where both sets are empty.
    #[must_use]
    pub fn jaccard(&self) -> f64 {
        number(self.shared.len()) / number(self.either.max(1))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a snapshot has no more rows than a float counts exactly"
)]
const fn number(count: usize) -> f64 {
    count as f64
}

/// An ISCM's overlaps with the others, each with its score, the highest first. `scores` gives the
/// score, and a second one for ties; what ties in both stays in the order of acronyms. Where the
/// score is 0 there is no overlap.
pub fn overlaps<'a>(
    iscm: Row<'a, iscm::Entity>,
    scores: impl Fn(&Overlap<'a>) -> (f64, f64),
) -> Vec<(f64, Overlap<'a>)> {
    let (members, topics) = (members(iscm), topics(iscm));
    let others = iscm.scope().all().iter().filter(|other| *other != iscm);
    let overlap = |other| Overlap {
        iscm: other,
        members: Common::new(&members, &self::members(other)),
        topics: Common::new(&topics, &self::topics(other)),
    };
    let scored = others.map(overlap).map(|found| (scores(&found), found));
    let mut scored: Vec<_> = scored.filter(|((score, _), _)| *score > 0.0).collect();
    scored.sort_by(|((a, a_tie), _), ((b, b_tie), _)| {
        b.total_cmp(a).then_with(|| b_tie.total_cmp(a_tie))
    });
    let scored = scored.into_iter();
    scored.map(|((score, _), found)| (score, found)).collect()
}

#[expect(
    clippy::mutable_key_type,
    reason = "rows are compared by their places alone"
)]
fn members<'a>(iscm: Row<'a, iscm::Entity>) -> BTreeSet<PartyRow<'a>> {
    let memberships = iscm.many::<membership::Entity>();
    let members = memberships.filter(|row| row.role == MembershipRole::Member);
    members.iter().filter_map(PartyRow::of).collect()
}

#[expect(
    clippy::mutable_key_type,
    reason = "rows are compared by their places alone"
)]
fn topics<'a>(iscm: Row<'a, iscm::Entity>) -> BTreeSet<Row<'a, topic::Entity>> {
    iscm.topics().iter().collect()
}
