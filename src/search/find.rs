//! Searching: all that is found is counted, the best of it is the page.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::tables::NodeType;
use sea_orm::Iterable;

use super::documents::Document;
use super::highlight::{Highlight, Marker};
use super::index::{DOCUMENTS, Index, index};
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

/// Years from one to another; open where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearRange {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub to: Option<i32>,
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
    let after = match &request.after {
        Some(cursor) => {
            let rank = searching.rank_at(cursor, fingerprint);
            Some(rank.ok_or_else(|| {
                let takes = "is no cursor of this search: pass on a `cursor` that it gave";
                Error::bad_input("after", takes)
            })?)
        }
        None => None,
    };
    let patterns: Vec<Pattern> = clauses.map(|clause| index.pattern(clause)).collect();
    let scores = index.scores(&request.query, &patterns);
    let best = searching.collect(request, after, &scores);
    let hits = best.ranks.iter().filter_map(|rank| {
        Some(Hit {
            record: index.numbers.at(rank.document())?,
            score: rank.score(),
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
    fn collect(&self, request: &SearchRequest, after: Option<Rank>, scores: &[f32]) -> Collected {
        let index = self.index;
        let filter = Filter::new(index, request);
        let mut best = BinaryHeap::with_capacity(request.first + 1);
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
                let rank = Rank::new(score * index.factors[number as usize], number);
                if !is_asked {
                    continue;
                }
                if after.is_some_and(|after| rank >= after) {
                    before += 1;
                } else if best.len() < request.first {
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
        let ranks = best.into_sorted_vec();
        Collected {
            ranks: ranks.into_iter().map(|Reverse(rank)| rank).collect(),
            before,
            total,
            counts,
        }
    }

    /// The place that a cursor tells: that of its record, or where it would be if it is no more.
    fn rank_at(&self, cursor: &str, fingerprint: u64) -> Option<Rank> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (search, score, kind, key): (u64, u32, String, String) =
            serde_json::from_slice(&bytes).ok()?;
        let kind = NodeType::iter().find(|known| known.name() == kind)?;
        let score =
            Some(f32::from_bits(score)).filter(|score| *score > 0.0 && score.is_finite())?;
        if search != fingerprint {
            return None;
        }
        let place = self.scope.snapshot.place_of(kind, &key).unwrap_or(0);
        Some(Rank::new(score, self.index.numbers.of(kind, place)))
    }
}

impl Found {
    /// The place of a record of the page, to go on from.
    #[must_use]
    pub fn cursor(&self, scope: &Scope, hit: &Hit) -> String {
        let Record { kind, place } = hit.record;
        let key = of_record(kind).id_of(scope, place);
        let place = (self.fingerprint, hit.score.to_bits(), kind.name(), key);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place).unwrap_or_default())
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

/// What records have to be beside being found.
struct Filter<'i> {
    index: &'i Index,
    /// Those of the ISCMs that are asked for, in order.
    iscms: Option<Vec<u32>>,
    /// Whether each document is on a topic that is asked for.
    on_topic: Option<Vec<bool>>,
    years: Option<YearRange>,
}

impl<'i> Filter<'i> {
    fn new(index: &'i Index, request: &SearchRequest) -> Self {
        let numbers = |kind, places: &Vec<u32>| -> Vec<u32> {
            let numbers = places.iter().map(|place| index.numbers.of(kind, *place));
            let mut numbers: Vec<_> = numbers.collect();
            numbers.sort_unstable();
            numbers
        };
        let iscms = request.iscms.as_ref();
        let topics = request.topics.as_ref();
        Self {
            index,
            iscms: iscms.map(|places| numbers(NodeType::Iscm, places)),
            on_topic: topics.map(|places| on_topic(index, &numbers(NodeType::Topic, places))),
            years: request.years,
        }
    }

    fn takes(&self, number: u32) -> bool {
        let place = number as usize;
        let iscm = self.index.relations.iscms[place];
        self.iscms
            .as_ref()
            .is_none_or(|iscms| iscms.binary_search(&iscm).is_ok())
            && self
                .on_topic
                .as_ref()
                .is_none_or(|on_topic| on_topic[place])
            && self
                .years
                .is_none_or(|years| years.meets(self.index.years[place]))
    }
}

impl YearRange {
    /// Whether some year is in both. What has no year at all is of none.
    fn meets(self, (from, to): (Option<i32>, Option<i32>)) -> bool {
        let begins = from.is_none_or(|from| self.to.is_none_or(|to| from <= to));
        let ends = to.is_none_or(|to| self.from.is_none_or(|from| from <= to));
        (from.is_some() || to.is_some()) && begins && ends
    }
}

/// Whether each document is on a topic: it names it, or it is the ISCM of a theme that does.
fn on_topic(index: &Index, topics: &[u32]) -> Vec<bool> {
    let mut is_on = vec![false; index.numbers.len()];
    let themes = index.numbers.range(NodeType::Theme);
    for topic in topics {
        for referrer in index.relations.referrers(*topic) {
            is_on[*referrer as usize] = true;
            if themes.contains(referrer) {
                is_on[index.relations.iscms[*referrer as usize] as usize] = true;
            }
        }
    }
    is_on
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

    #[test]
    fn years_meet_where_they_share_one() {
        let asked = YearRange {
            from: Some(2000),
            to: Some(2010),
        };
        let open = YearRange {
            from: Some(2000),
            to: None,
        };
        for (years, meets) in [
            ((Some(2000), Some(2000)), true),
            ((Some(1990), Some(1999)), false),
            ((Some(1990), None), true),
            ((None, Some(1999)), false),
            ((Some(2011), None), false),
            ((None, None), false),
        ] {
            assert_eq!(asked.meets(years), meets, "{years:?}");
        }
        assert!(open.meets((Some(2011), None)));
    }
}
