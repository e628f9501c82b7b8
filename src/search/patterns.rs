//! What stands for what is asked: the terms of the index that a word matches, and how closely.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use levenshtein_automata::{DFA, Distance, SINK_STATE};
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tracing::error;

use super::automata::automata;
use super::index::Index;
use super::query::{Clause, Rigour};

/// How much the word itself counts.
pub(super) const EXACT: f32 = 1.0;
/// How much another form of it counts.
const STEM: f32 = 0.8;
/// How much a word that begins with it counts.
const BEGUN: f32 = 0.6;
/// How much a word counts that is one or two typing errors away.
const NEAR: [f32; 2] = [0.4, 0.3];

/// The most words that one beginning stands for: the most frequent ones.
const MAX_BEGUN: usize = 64;
/// The most phrases that one stands for whose last word is a beginning: those with the most frequent words.
const MAX_PHRASES: usize = 16;
/// The most words that one is taken to be a misspelling of: the most frequent ones.
const MAX_NEAR: usize = 16;
/// How many times as frequent a near word is if it may be what was meant. A word that is used for
/// itself is no misspelling.
const MEANT: u32 = 10;
/// The longest word that misspellings are looked for of: automata grow with it.
const MAX_MISSPELT: usize = 32;

/// What is looked up for a clause.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// Any of these terms, with how much it counts.
    Terms(Vec<(String, f32)>),
    /// The words of one of these in a row.
    Phrases(Vec<Vec<String>>),
}

/// How many typing errors a word may have.
fn errors(word: &str) -> usize {
    let is_number = word.chars().all(char::is_numeric);
    match word.chars().count() {
        _ if is_number => 0,
        0..4 => 0,
        4..8 => 1,
        8..=MAX_MISSPELT => 2,
        _ => 0,
    }
}

impl Index {
    /// What is looked up for a clause.
    pub(super) fn pattern(&self, clause: &Clause) -> Pattern {
        match clause {
            Clause::Phrase { words, is_begun } => {
                let mut phrases = vec![words.clone()];
                if let (true, Some((last, before))) = (is_begun, words.split_last()) {
                    let begun = self.begun(last, MAX_PHRASES).into_iter();
                    phrases.extend(begun.map(|(word, _)| [before, &[word]].concat()));
                }
                Pattern::Phrases(phrases)
            }
            Clause::Word {
                folded,
                stems,
                rigour,
            } => {
                let begun = match rigour {
                    Rigour::Begun => self.begun(folded, MAX_BEGUN),
                    Rigour::Strict | Rigour::Lenient => Vec::new(),
                };
                let own = std::iter::once(folded).chain(stems);
                let own = own.map(|term| self.frequency(term)).max();
                let frequency =
                    own.unwrap_or(0) + begun.iter().map(|(_, count)| count).sum::<u32>();
                let near = match rigour {
                    Rigour::Strict => Vec::new(),
                    Rigour::Lenient | Rigour::Begun => self.near(folded, frequency),
                };
                // The closest way in which a term matches is the first.
                let mut terms = BTreeMap::from([(folded.clone(), EXACT)]);
                let stems = stems.iter().map(|stem| (stem.clone(), STEM));
                let begun = begun.into_iter().map(|(term, _)| (term, BEGUN));
                for (term, closeness) in stems.chain(begun).chain(near) {
                    terms.entry(term).or_insert(closeness);
                }
                Pattern::Terms(terms.into_iter().collect())
            }
        }
    }

    /// The fields that words are looked up in, part by part, each with whether its documents are or are not among
    /// those that count.
    fn word_lists(&self) -> impl Iterator<Item = (&Arc<InvertedIndexReader>, bool)> {
        self.counted().flat_map(|(part, counts)| {
            let lists = &part.lists;
            let lists = [&lists.names, &lists.others, &lists.texts, &lists.words];
            lists.map(|list| (list, counts))
        })
    }

    /// How often a term is in the index: a document counts for each field it is in.
    fn frequency(&self, term: &str) -> u32 {
        let mut frequency = Frequency::default();
        for (list, counts) in self.word_lists() {
            if let Some(info) = info(list, term) {
                frequency.add(info.doc_freq, counts);
            }
        }
        frequency.count()
    }

    /// The words that begin with one, with how often each is there: so many at most.
    fn begun(&self, word: &str, most: usize) -> Vec<(String, u32)> {
        let mut found = self.with(word, |_| true);
        found.remove(word);
        most_frequent(found, most)
    }

    /// The words that one may be a misspelling of, with how much each counts. The first letter is
    /// taken to be right.
    fn near(&self, word: &str, frequency: u32) -> Vec<(String, f32)> {
        let (Some(automaton), Some(first)) = (errors(word).checked_sub(1), word.chars().next())
        else {
            return Vec::new();
        };
        let automaton = automata()[automaton].build_dfa(word);
        let mut distances = HashMap::new();
        let mut found = self.with(first.encode_utf8(&mut [0; 4]), |term| {
            let distance = distance(&automaton, term).filter(|distance| *distance > 0);
            if let Some(distance) = distance {
                distances.insert(term.to_owned(), distance);
            }
            distance.is_some()
        });
        found.retain(|_, count| *count > frequency.saturating_mul(MEANT));
        let near = most_frequent(found, MAX_NEAR).into_iter();
        let counts = near.map(|(term, _)| {
            let counts = NEAR[usize::from(distances[&term]) - 1];
            (term, counts)
        });
        counts.collect()
    }

    /// The terms that begin with a text and are taken, with how often each is there.
    fn with(&self, start: &str, mut is_taken: impl FnMut(&str) -> bool) -> HashMap<String, u32> {
        let mut found: HashMap<String, Frequency> = HashMap::new();
        for (list, counts) in self.word_lists() {
            let range = list.terms().range().ge(start);
            let Some(mut stream) = read(range.into_stream()) else {
                continue;
            };
            while let Some((term, info)) = stream.next() {
                if !term.starts_with(start.as_bytes()) {
                    break;
                }
                let Ok(term) = std::str::from_utf8(term) else {
                    continue;
                };
                if let Some(known) = found.get_mut(term) {
                    known.add(info.doc_freq, counts);
                } else if is_taken(term) {
                    let new = found.entry(term.to_owned()).or_default();
                    new.add(info.doc_freq, counts);
                }
            }
        }
        let found = found.into_iter();
        let found = found.map(|(term, frequency)| (term, frequency.count()));
        found.filter(|(_, count)| *count > 0).collect()
    }
}

/// How many documents a term is in: those that it is found in, and how many of them do not count.
#[derive(Clone, Copy, Debug, Default)]
struct Frequency {
    found: u32,
    gone: u32,
}

impl Frequency {
    fn add(&mut self, documents: u32, counts: bool) {
        if counts {
            self.found += documents;
        } else {
            self.gone += documents;
        }
    }

    const fn count(self) -> u32 {
        self.found.saturating_sub(self.gone)
    }
}

/// The most frequent terms, ties by their letters.
fn most_frequent(found: HashMap<String, u32>, most: usize) -> Vec<(String, u32)> {
    let mut terms: Vec<_> = found.into_iter().collect();
    terms.sort_unstable_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    terms.truncate(most);
    terms
}

/// How many typing errors a term is away, if not too many.
fn distance(automaton: &DFA, term: &str) -> Option<u8> {
    let mut state = automaton.initial_state();
    for byte in term.bytes() {
        state = automaton.transition(state, byte);
        if state == SINK_STATE {
            return None;
        }
    }
    match automaton.distance(state) {
        Distance::Exact(distance) => Some(distance),
        Distance::AtLeast(_) => None,
    }
}

/// Where a term's documents are, if there are any.
pub(super) fn info(list: &InvertedIndexReader, term: &str) -> Option<TermInfo> {
    read(list.terms().get(term)).flatten()
}

/// What was read from the index. It is in memory and was just made: what fails here is a bug, and the
/// search goes on without it.
pub(super) fn read<T, E: std::fmt::Display>(result: Result<T, E>) -> Option<T> {
    result
        .inspect_err(|error| error!(%error, "the search index cannot be read"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_have_more_errors_and_numbers_none() {
        let allowed = ["rcm", "mali", "process", "regional", "2016", "201620162016"].map(errors);
        assert_eq!(allowed, [0, 1, 1, 2, 0, 0]);
        assert_eq!(errors(&"x".repeat(33)), 0);
    }

    #[test]
    fn two_letters_exchanged_are_one_error() {
        let automaton = automata()[0].build_dfa("mexcio");
        assert_eq!(distance(&automaton, "mexico"), Some(1));
        assert_eq!(distance(&automaton, "mexic"), None);
        let russian = automata()[0].build_dfa("процес");
        assert_eq!(distance(&russian, "процесс"), Some(1));
    }

    #[test]
    fn the_most_frequent_are_kept_and_ties_are_decided() {
        let found = [("a", 1), ("c", 2), ("b", 2)].map(|(term, count)| (term.to_owned(), count));
        let kept = most_frequent(found.into(), 2);
        assert_eq!(kept, [("b".to_owned(), 2), ("c".to_owned(), 2)]);
    }
}
