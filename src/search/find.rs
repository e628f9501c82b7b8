//! Searching: all that is found is counted, the best of it is the page.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::tables::NodeType;
use sea_orm::Iterable;
use serde::{Deserialize, Serialize};

use super::documents::Document;
use super::filter::{Filter, YearRange};
use super::highlight::{Highlight, Marker};
use super::index::{DOCUMENTS, Index, called, index};
use super::patterns::Pattern;
use super::query::Query;
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::model::{Record, of_record};
use crate::work::Work;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The words.
    pub query: Query,
    /// Only records of these types.
    pub types: Option<Vec<NodeType>>,
    /// Only these ISCMs, by their places, and what is of them.
    pub iscms: Option<Vec<u32>>,
    /// Only what is on one of these topics, by their places.
    pub topics: Option<Vec<u32>>,
    /// Only what is of these years.
    pub years: Option<YearRange>,
    /// How many records at most.
    pub first: usize,
    /// Only what stands after this cursor.
    pub after: Option<String>,
}

/// A page of what is found, best first.
#[derive(Debug)]
pub struct Found {
    marker: Marker,
    fingerprint: u64,
    /// The page's records.
    pub hits: Vec<Hit>,
    /// Whether records stand before it.
    pub has_previous: bool,
    /// Whether records stand after it.
    pub has_next: bool,
    /// How many records are found.
    pub total: usize,
    /// How many records of each type are found, whatever types are asked for; the most frequent first.
    pub counts: Vec<(NodeType, usize)>,
}

/// A record that is found.
#[derive(Debug)]
pub struct Hit {
    /// The record.
    pub record: Record,
    /// How well it answers, compared with others of the same search.
    pub score: f32,
    /// How many are found before it.
    number: usize,
}

/// Searches the records.
pub fn search(scope: &Scope, request: &SearchRequest, work: &Work) -> Result<Found> {
    let index = index(scope)?;
    let searching = Searching { scope, index };
    let clauses = request.query.clauses.iter();
    // Each clause goes over all documents once, and so do the excluded ones and the collecting.
    let passes = request.query.clauses.len() + request.query.excluded.len() + 1;
    work.spend((passes * index.numbers.len()) as u64 / DOCUMENTS + 1)?;
    let fingerprint = fingerprint(scope, request);
    let patterns: Vec<Pattern> = clauses.map(|clause| index.pattern(clause)).collect();
    let called = called(scope, index, &request.query.whole);
    let scores = index.scores(&request.query, &patterns, &called);
    let (iscms, topics) = (request.iscms.as_deref(), request.topics.as_deref());
    let filter = Filter::new(scope, index, iscms, topics, request.years);
    let start = match &request.after {
        Some(cursor) => {
            let start = searching.start(cursor, fingerprint, (request, &filter, &scores));
            start.ok_or_else(|| {
                let takes = "is no cursor of this search: pass on a `cursor` that it gave";
                Error::bad_input("after", takes)
            })?
        }
        None => Start::Number(0),
    };
    let best = searching.collect(request, &filter, start, &scores);
    let hits = (best.before..)
        .zip(&best.ranks)
        .filter_map(|(number, rank)| {
            Some(Hit {
                record: index.numbers.at(rank.document())?,
                score: rank.score(),
                number,
            })
        });
    Ok(Found {
        marker: Marker::new(&patterns),
        fingerprint,
        hits: hits.collect(),
        has_previous: best.before > 0,
        has_next: best.before + best.ranks.len() < best.total,
        total: best.total,
        counts: best.counts,
    })
}

/// A search under way.
#[derive(Clone, Copy)]
struct Searching<'s> {
    scope: &'s Scope,
    index: &'s Index,
}

impl Searching<'_> {
    /// Goes over all scores once.
    fn collect(
        &self,
        request: &SearchRequest,
        filter: &Filter<'_>,
        start: Start,
        scores: &[f32],
    ) -> Collected {
        let index = self.index;
        // Those before a number are found with the page, and left out at the end.
        let (most, skipped) = match start {
            Start::After(_) => (request.first, 0),
            Start::Number(number) => (request.first.saturating_add(number), number),
        };
        let mut best = BinaryHeap::new();
        let (mut total, mut before, mut counts) = (0, 0, Vec::new());
        for kind in NodeType::iter() {
            let is_asked = request
                .types
                .as_ref()
                .is_none_or(|types| types.contains(&kind));
            let mut count = 0;
            for number in index.numbers.range(kind) {
                let score = scores[number as usize];
                if score <= 0.0 || !filter.takes(number) {
                    continue;
                }
                count += 1;
                let rank = self.rank(number, scores);
                if !is_asked {
                    continue;
                }
                if matches!(start, Start::After(after) if rank >= after) {
                    before += 1;
                } else if best.len() < most {
                    best.push(Reverse(rank));
                } else if best.peek().is_some_and(|Reverse(worst)| rank > *worst) {
                    best.pop();
                    best.push(Reverse(rank));
                }
            }
            if count > 0 {
                counts.push((kind, count));
            }
            if is_asked {
                total += count;
            }
        }
        counts.sort_by_key(|(_, count)| Reverse(*count));
        let mut ranks = best.into_sorted_vec();
        before += ranks.drain(..skipped.min(ranks.len())).count();
        Collected {
            ranks: ranks.into_iter().map(|Reverse(rank)| rank).collect(),
            before,
            total,
            counts,
        }
    }

    /// Where a cursor's page begins: behind its record as it is found now; or, where it is found no
    /// more, at the place that it had.
    fn start(
        &self,
        cursor: &str,
        fingerprint: u64,
        (request, filter, scores): (&SearchRequest, &Filter<'_>, &[f32]),
    ) -> Option<Start> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let Cursor(search, _, kind, key, number) = serde_json::from_slice(&bytes).ok()?;
        let kind = NodeType::iter().find(|known| known.name() == kind)?;
        if search != fingerprint {
            return None;
        }
        let types = request.types.as_ref();
        let is_asked = types.is_none_or(|types| types.contains(&kind));
        let place = self.scope.snapshot.place_of(kind, &key);
        let document = place.map(|place| self.index.numbers.of(kind, place));
        let is_found = |document: &u32| {
            is_asked && scores[*document as usize] > 0.0 && filter.takes(*document)
        };
        match document.filter(is_found) {
            Some(document) => Some(Start::After(self.rank(document, scores))),
            None => number.map(Start::Number),
        }
    }

    /// How good a document is.
    fn rank(&self, document: u32, scores: &[f32]) -> Rank {
        let place = document as usize;
        Rank::new(scores[place] * self.index.factors[place], document)
    }
}

/// What is in a cursor: the search; the record's score, type and id; how many were found before it, which
/// cursors of earlier releases do not tell.
#[derive(Serialize, Deserialize)]
struct Cursor<'c>(
    u64,
    u32,
    Cow<'c, str>,
    Cow<'c, str>,
    #[serde(default)] Option<usize>,
);

/// Where a page begins.
#[derive(Clone, Copy)]
enum Start {
    /// Behind a record.
    After(Rank),
    /// Behind so many records.
    Number(usize),
}

impl Found {
    /// The place of a record of the page, to go on from.
    #[must_use]
    pub fn cursor(&self, scope: &Scope, hit: &Hit) -> String {
        let Record { kind, place } = hit.record;
        let of = of_record(kind);
        let cursor = Cursor(
            self.fingerprint,
            hit.score.to_bits(),
            kind.name().into(),
            of.id_of(scope, place).into(),
            Some(hit.number),
        );
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// Where in a record's texts the words stand.
    #[must_use]
    pub fn highlights(&self, scope: &Scope, hit: &Hit) -> Vec<Highlight> {
        let said = Document::of(scope, hit.record.kind, hit.record.place);
        self.marker.highlights(&said)
    }
}

/// What one pass over all scores finds.
struct Collected {
    ranks: Vec<Rank>,
    before: usize,
    total: usize,
    counts: Vec<(NodeType, usize)>,
}

/// A document's place among what is found: greater is before. By its score, ties by its number. The
/// bits of numbers above zero are ordered as the numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u32, Reverse<u32>);

impl Rank {
    const fn new(score: f32, document: u32) -> Self {
        Self(score.to_bits(), Reverse(document))
    }

    const fn score(self) -> f32 {
        f32::from_bits(self.0)
    }

    const fn document(self) -> u32 {
        self.1.0
    }
}

/// What tells searches apart: a cursor of one means nothing in another.
fn fingerprint(scope: &Scope, request: &SearchRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", request.query).hash(&mut hasher);
    // By their ids: places are another version's in the next.
    let ids = |kind: NodeType, places: &Option<Vec<u32>>| -> Option<Vec<String>> {
        let ids = places.iter().flatten();
        let ids = ids.map(|place| of_record(kind).id_of(scope, *place).to_owned());
        places.as_ref().map(|_| ids.collect())
    };
    (
        &request.types,
        ids(NodeType::Iscm, &request.iscms),
        ids(NodeType::Topic, &request.topics),
        request.years,
    )
        .hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_scores_are_before_and_ties_are_in_the_documents_order() {
        assert!(Rank::new(2.0, 9) > Rank::new(1.5, 1));
        assert!(Rank::new(1.5, 1) > Rank::new(1.5, 2));
        let rank = Rank::new(0.25, 7);
        assert_eq!(
            (rank.score().to_bits(), rank.document()),
            (0.25_f32.to_bits(), 7)
        );
    }
}
