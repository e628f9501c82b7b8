//! Searching: all that is found is counted, the best of it is the page.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::tables::{NodeType, Record};
use entity::{iscm, topic};
use sea_orm::Iterable;

use super::documents::{document, key};
use super::highlight::{Highlight, Marker};
use super::index::Index;
use super::patterns::Pattern;
use super::query::Query;
use crate::graph::page::PageError;
use crate::graph::row::View;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The words.
    pub query: Query,
    /// Only records of these types.
    pub types: Option<Vec<NodeType>>,
    /// Only these ISCMs, by id, and what is of them.
    pub iscms: Option<Vec<String>>,
    /// Only what is on one of these topics, by id.
    pub topics: Option<Vec<String>>,
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
pub struct Found<'a> {
    view: &'a View,
    marker: Marker,
    fingerprint: u64,
    /// The page's records.
    pub hits: Vec<Hit<'a>>,
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
pub struct Hit<'a> {
    /// Its type.
    pub kind: NodeType,
    /// Its id in its table.
    pub key: &'a str,
    /// How well it answers, compared with others of the same search.
    pub score: f32,
    place: usize,
}

impl View {
    /// Searches the records.
    pub fn search(&self, request: &SearchRequest) -> Result<Found<'_>, PageError> {
        let (index, tables) = (self.snapshot.index(), self.snapshot.tables());
        let fingerprint = fingerprint(request);
        let after = match &request.after {
            Some(cursor) => Some(self.rank_at(cursor, fingerprint).ok_or_else(|| PageError {
                argument: "after",
                message: "is no cursor of this search: pass on a `cursor` that it gave".to_owned(),
            })?),
            None => None,
        };
        let clauses = request.query.clauses.iter();
        let patterns: Vec<Pattern> = clauses.map(|clause| index.pattern(clause)).collect();
        let scores = index.scores(&request.query, &patterns);
        let best = self.collect(request, after, &scores);
        let hits = best.ranks.iter().filter_map(|rank| {
            let (kind, place) = index.numbers.at(rank.document())?;
            Some(Hit {
                kind,
                key: key(tables, kind, place),
                score: rank.score(),
                place,
            })
        });
        Ok(Found {
            view: self,
            marker: Marker::new(&patterns),
            fingerprint,
            hits: hits.collect(),
            has_previous: best.before > 0,
            has_next: best.before + best.ranks.len() < best.total,
            total: best.total,
            counts: best.counts,
        })
    }

    /// Goes over all scores once.
    fn collect(&self, request: &SearchRequest, after: Option<Rank>, scores: &[f32]) -> Collected {
        let index = self.snapshot.index();
        let filter = Filter::new(self, request);
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
        let numbers = &self.snapshot.index().numbers;
        let place = self.snapshot.place_of(kind, &key).unwrap_or(0);
        Some(Rank::new(score, numbers.of(kind, place)))
    }
}

impl Found<'_> {
    /// The place of a record of the page, to go on from.
    #[must_use]
    pub fn cursor(&self, hit: &Hit<'_>) -> String {
        let place = (
            self.fingerprint,
            hit.score.to_bits(),
            hit.kind.name(),
            hit.key,
        );
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place).unwrap_or_default())
    }

    /// Where in a record's texts the words stand.
    #[must_use]
    pub fn highlights(&self, hit: &Hit<'_>) -> Vec<Highlight> {
        let said = document(self.view.snapshot.tables(), hit.kind, hit.place);
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
fn fingerprint(request: &SearchRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", request.query).hash(&mut hasher);
    (
        &request.types,
        &request.iscms,
        &request.topics,
        request.years,
    )
        .hash(&mut hasher);
    hasher.finish()
}

/// What records have to be beside being found.
struct Filter<'i> {
    index: &'i Index,
    iscms: Option<Vec<u32>>,
    /// Whether each document is on a topic that is asked for.
    on_topic: Option<Vec<bool>>,
    years: Option<YearRange>,
}

impl<'i> Filter<'i> {
    fn new(view: &'i View, request: &SearchRequest) -> Self {
        let index = view.snapshot.index();
        let iscms = request.iscms.as_ref();
        let topics = request.topics.as_ref();
        Self {
            index,
            iscms: iscms.map(|ids| numbers::<iscm::Entity>(view, ids)),
            on_topic: topics.map(|ids| on_topic(index, &numbers::<topic::Entity>(view, ids))),
            years: request.years,
        }
    }

    fn takes(&self, number: u32) -> bool {
        let place = number as usize;
        let iscm = self.index.relations.iscms[place];
        self.iscms
            .as_ref()
            .is_none_or(|iscms| iscms.contains(&iscm))
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

/// The numbers of the records with these ids.
fn numbers<E: Record>(view: &View, ids: &[String]) -> Vec<u32> {
    let places = ids.iter().filter_map(|id| view.snapshot.place::<E>(id));
    let numbers = &view.snapshot.index().numbers;
    places.map(|place| numbers.of(E::TYPE, place)).collect()
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
