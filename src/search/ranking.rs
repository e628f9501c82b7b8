//! How well each record answers: its score for every clause, clause after clause over all records.
//!
//! A clause's score is the best of its matches: where it is found (a name before a text before what
//! the record refers to) times how closely (see `patterns`); times how rare the clause is. Clause
//! after clause is added up in one array over all documents, which is a few milliseconds' work for
//! half a million of them and the same for every search: all matches are counted anyway, for the
//! facets, so that nothing is won by looking for the best ones only.

use tantivy::index::InvertedIndexReader;
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::index::Index;
use super::patterns::{EXACT, Pattern, info, read};
use super::query::Query;
use super::relations::NONE;
use super::weights::{CONTEXT, NAME, OTHER_NAME, TEXT};

/// What it counts that the search is a whole name: more than everything else.
const WHOLE: f32 = 10_000.0;

/// The score of what is not found.
const NOT_FOUND: f32 = f32::NEG_INFINITY;

impl Index {
    /// The score of each document; of those that do not answer it is not above zero. What look-ups take the
    /// whole text for answers first, with what refers to it.
    pub(super) fn scores(&self, query: &Query, patterns: &[Pattern], called: &[u32]) -> Vec<f32> {
        let mut totals = vec![0.0_f32; self.numbers.len()];
        let mut clause = ClauseScores::new(self);
        for pattern in patterns {
            let rarity = clause.rarity_of(pattern);
            for (total, best) in totals.iter_mut().zip(&clause.best) {
                *total += if *best > 0.0 {
                    best * rarity
                } else {
                    NOT_FOUND
                };
            }
        }
        for document in called {
            let total = &mut totals[*document as usize];
            *total = total.max(0.0) + WHOLE;
            for referrer in self.relations.referrers(*document) {
                let total = &mut totals[referrer as usize];
                *total = total.max(CONTEXT);
            }
        }
        for excluded in &query.excluded {
            clause.rarity_of(&self.pattern(excluded));
            for (total, best) in totals.iter_mut().zip(&clause.best) {
                *total += if *best > 0.0 { NOT_FOUND } else { 0.0 };
            }
        }
        for (part, numbers) in self.parts() {
            each_document(&part.lists.whole, &query.whole, numbers, |document| {
                totals[document as usize] += WHOLE;
            });
        }
        totals
    }
}

/// The scores for one clause.
struct ClauseScores<'i> {
    index: &'i Index,
    /// The best match of each document; zero where there is none.
    best: Vec<f32>,
    /// Documents whose names match, with how closely: what refers to them matches, too.
    named: Vec<(u32, f32)>,
}

impl<'i> ClauseScores<'i> {
    fn new(index: &'i Index) -> Self {
        Self {
            index,
            best: vec![0.0; index.numbers.len()],
            named: Vec::new(),
        }
    }

    /// Finds the best matches of a pattern; how much they count by being rare.
    fn rarity_of(&mut self, pattern: &Pattern) -> f32 {
        self.best.fill(0.0);
        match pattern {
            Pattern::Terms(terms) => {
                for (term, closeness) in terms {
                    self.term(term, *closeness);
                }
            }
            Pattern::Phrases(phrases) => {
                for words in phrases {
                    if let [word] = &words[..] {
                        self.term(word, EXACT);
                    } else {
                        self.phrase(words);
                    }
                }
            }
        }
        self.refer();
        let found = self.best.iter().filter(|best| **best > 0.0).count();
        rarity(found, self.best.len())
    }

    /// Notes the matches of a term.
    fn term(&mut self, term: &str, closeness: f32) {
        let Self { index, best, named } = self;
        let raise = |best: &mut Vec<f32>, document: u32, score: f32| {
            let best = &mut best[document as usize];
            *best = best.max(score);
        };
        for (part, numbers) in index.parts() {
            let lists = &part.lists;
            for (list, counts) in [(&lists.names, NAME), (&lists.others, OTHER_NAME)] {
                each_document(list, term, numbers, |document| {
                    raise(best, document, counts * closeness);
                    if index.relations.is_referent(document) {
                        named.push((document, closeness));
                    }
                });
            }
            each_document(&lists.texts, term, numbers, |document| {
                raise(best, document, TEXT * closeness);
            });
            each_document(&lists.words, term, numbers, |document| {
                raise(best, document, CONTEXT * closeness);
            });
        }
    }

    /// Notes the matches of words in a row.
    fn phrase(&mut self, words: &[String]) {
        for (part, numbers) in self.index.parts() {
            for (field, counts, is_name) in [
                (part.fields.names, NAME, true),
                (part.fields.others, OTHER_NAME, true),
                (part.fields.texts, TEXT, false),
            ] {
                let terms = words.iter().map(|word| Term::from_field_text(field, word));
                let phrase = PhraseQuery::new(terms.collect());
                let scoring = EnableScoring::disabled_from_schema(&part.schema);
                let scorer = phrase
                    .weight(scoring)
                    .and_then(|weight| weight.scorer(&part.segment, 1.0));
                let Some(mut scorer) = read(scorer) else {
                    continue;
                };
                while scorer.doc() != TERMINATED {
                    let document = numbers[scorer.doc() as usize];
                    scorer.advance();
                    if document == NONE {
                        continue;
                    }
                    let best = &mut self.best[document as usize];
                    *best = best.max(counts);
                    if is_name {
                        self.named.push((document, EXACT));
                    }
                }
            }
        }
    }

    /// Notes what refers to documents whose names match.
    fn refer(&mut self) {
        let mut named = std::mem::take(&mut self.named);
        // The closest match of each is enough.
        named.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
        named.dedup_by_key(|(document, _)| *document);
        for (document, closeness) in named {
            for referrer in self.index.relations.referrers(document) {
                let best = &mut self.best[referrer as usize];
                *best = best.max(CONTEXT * closeness);
            }
        }
    }
}

/// Takes each document of a term that counts, by its number in the whole index.
fn each_document(
    list: &InvertedIndexReader,
    term: &str,
    numbers: &[u32],
    mut take: impl FnMut(u32),
) {
    let Some(info) = info(list, term) else {
        return;
    };
    let postings = list.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic);
    let Some(mut postings) = read(postings) else {
        return;
    };
    while !postings.docs().is_empty() {
        for document in postings.docs() {
            let number = numbers[*document as usize];
            if number != NONE {
                take(number);
            }
        }
        postings.advance();
    }
}

/// How much it counts that a clause is found in so many of all documents.
fn rarity(found: usize, all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of it is taken")]
    let share = all as f32 / found.max(1) as f32;
    share.ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rare_counts_more_and_what_is_everywhere_counts() {
        assert!(rarity(1, 1000) > rarity(100, 1000));
        assert!(rarity(1000, 1000) > 0.0);
        assert!(rarity(0, 0).is_finite());
    }
}
