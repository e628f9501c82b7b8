//! Highlights: where in a record's texts the words stand that are looked for, as safe HTML.
//!
//! The texts are taken from the rows and matched by the same terms as the index. All of a text is
//! escaped; the only markup is `<mark>`.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::analysis::{Word, words};
use super::documents::{Document, Text};
use super::patterns::Pattern;

/// The most fragments of a record.
const MAX_FRAGMENTS: usize = 3;
/// How long a fragment is, in characters as they are seen.
const LENGTH: usize = 160;
/// How much of it stands before the first word that is marked.
const BEFORE: usize = 40;
/// How far from where a text would be cut a blank is looked for, to cut there instead.
const NEAR: usize = 20;

/// A fragment of a record's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// The field that holds the text.
    pub field: &'static str,
    /// The fragment: HTML in which only `<mark>` is markup.
    pub fragment: String,
}

/// Marks what is looked for. Clauses are told apart by their bits.
#[derive(Debug)]
pub(super) struct Marker {
    terms: HashMap<String, u32>,
    phrases: Vec<(Vec<String>, u32)>,
}

/// A word that is marked, with the clauses it stands for.
struct Mark {
    range: Range<usize>,
    clauses: u32,
}

/// A part of a text with marks in it.
struct Window {
    range: Range<usize>,
    marks: Vec<Range<usize>>,
    clauses: u32,
}

impl Marker {
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let (mut terms, mut phrases) = (HashMap::new(), Vec::new());
        for (number, pattern) in (0_u32..).zip(patterns) {
            let clause = 1 << number;
            match pattern {
                Pattern::Terms(list) => {
                    for (term, _) in list {
                        *terms.entry(term.clone()).or_insert(0) |= clause;
                    }
                }
                Pattern::Phrases(list) => {
                    phrases.extend(list.iter().map(|words| (words.clone(), clause)));
                }
            }
        }
        Self { terms, phrases }
    }

    /// The fragments of a record: those with the most of what is looked for, names first.
    pub(super) fn highlights(&self, said: &Document<'_>) -> Vec<Highlight> {
        let texts = said.names.iter().chain(&said.texts);
        let mut fragments: Vec<_> = texts
            .flat_map(|text| {
                let windows = windows(text.text, &self.marks(text));
                windows.into_iter().map(|window| {
                    let highlight = Highlight {
                        field: text.field,
                        fragment: fragment(text.text, &window),
                    };
                    (window.clauses.count_ones(), highlight)
                })
            })
            .collect();
        fragments.sort_by_key(|(clauses, _)| std::cmp::Reverse(*clauses));
        fragments.truncate(MAX_FRAGMENTS);
        fragments
            .into_iter()
            .map(|(_, highlight)| highlight)
            .collect()
    }

    /// The words of a text that are looked for.
    fn marks(&self, text: &Text<'_>) -> Vec<Mark> {
        let words: Vec<Word<'_>> = words(text.text).collect();
        let mut clauses: Vec<u32> = words.iter().map(|word| self.clauses(word, text)).collect();
        for (phrase, clause) in &self.phrases {
            let places = words.windows(phrase.len()).enumerate();
            let is_it = |row: &[Word<'_>]| row.iter().map(|word| &word.folded).eq(phrase);
            for (place, _) in places.filter(|(_, row)| is_it(row)) {
                for word in &mut clauses[place..place + phrase.len()] {
                    *word |= clause;
                }
            }
        }
        let marks = words.into_iter().zip(clauses);
        let marks = marks.filter(|(_, clauses)| *clauses != 0);
        marks
            .map(|(word, clauses)| Mark {
                range: word.range,
                clauses,
            })
            .collect()
    }

    /// The clauses that a word stands for.
    fn clauses(&self, word: &Word<'_>, text: &Text<'_>) -> u32 {
        let of = |term: &String| self.terms.get(term).copied().unwrap_or(0);
        let stems = word.stems(text.language);
        stems
            .iter()
            .map(of)
            .fold(of(&word.folded), |all, one| all | one)
    }
}

/// The parts of a text around its marks, one after another.
fn windows(text: &str, marks: &[Mark]) -> Vec<Window> {
    let stops = stops(text);
    let last = stops.len() - 1;
    // A word may begin or end where the text cannot be cut: the stops around it are taken.
    let before = |place: usize| stops.partition_point(|stop| *stop <= place).max(1) - 1;
    let behind = |place: usize| stops.partition_point(|stop| *stop < place);
    let is_blank = |stop: &usize| text[stops[*stop]..].starts_with(char::is_whitespace);
    let mut windows = Vec::new();
    let (mut rest, mut free) = (marks, 0);
    while let Some(first) = rest.first() {
        let (begin, end) = (before(first.range.start), behind(first.range.end));
        let (from, to) = if last <= LENGTH {
            (0, last)
        } else {
            // Both ends are put between words, where there is a blank near.
            let from = begin.saturating_sub(BEFORE).max(free);
            let mut near = from..begin.min(from + NEAR);
            let blank = near.find(is_blank).filter(|_| from > 0);
            let from = blank.map_or(from, |blank| blank + 1);
            let to = (from + LENGTH).min(last);
            let mut near = (end.max(to - NEAR).min(to)..=to).rev();
            let blank = near.find(|stop| *stop == last || is_blank(stop));
            (from, blank.unwrap_or(to))
        };
        let range = stops[from]..stops[to];
        // A word that is longer than a fragment is cut, and its mark with it.
        let inside = rest
            .iter()
            .take_while(|mark| mark.range.start < range.end)
            .count();
        let (here, behind) = rest.split_at(inside);
        windows.push(Window {
            marks: here
                .iter()
                .map(|mark| mark.range.start..mark.range.end.min(range.end))
                .collect(),
            clauses: here.iter().fold(0, |all, mark| all | mark.clauses),
            range,
        });
        (rest, free) = (behind, to);
    }
    windows
}

/// Where a text may be cut: before each character, but not inside what is seen as one.
fn stops(text: &str) -> Vec<usize> {
    const JOINER: char = '\u{200d}';
    let mut stops = Vec::with_capacity(text.len() + 1);
    let mut previous = ' ';
    for (place, letter) in text.char_indices() {
        let goes_on = is_combining_mark(letter)
            || matches!(letter, JOINER | '\u{1f3fb}'..='\u{1f3ff}')
            || previous == JOINER;
        if !goes_on || place == 0 {
            stops.push(place);
        }
        previous = letter;
    }
    stops.push(text.len());
    stops.dedup();
    stops
}

/// A window as HTML.
fn fragment(text: &str, window: &Window) -> String {
    let Range { start, end } = window.range.clone();
    let before = if start > 0 { "…" } else { "" };
    let behind = if end < text.len() { "…" } else { "" };
    format!(
        "{before}{}{behind}",
        marked(text, start..end, &window.marks)
    )
}

/// A part of a text as HTML, with marks around parts of it.
pub(super) fn marked(text: &str, part: Range<usize>, marks: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(part.len() + 13 * marks.len());
    let mut next = part.start;
    for mark in marks {
        escape(&text[next..mark.start], &mut html);
        html.push_str("<mark>");
        escape(&text[mark.clone()], &mut html);
        html.push_str("</mark>");
        next = mark.end;
    }
    escape(&text[next..part.end], &mut html);
    html
}

/// Adds a text to HTML, as text.
fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(words: &[&str], phrase: &[&str]) -> Marker {
        let term = |word: &&str| Pattern::Terms(vec![((*word).to_owned(), 1.0)]);
        let mut patterns: Vec<_> = words.iter().map(term).collect();
        patterns.push(Pattern::Phrases(vec![
            phrase.iter().map(|word| (*word).to_owned()).collect(),
        ]));
        Marker::new(&patterns)
    }

    fn fragments(marker: &Marker, text: &str) -> Vec<String> {
        let text = Text {
            field: "summary",
            language: None,
            is_other: false,
            text,
        };
        let said = Document {
            texts: vec![text],
            ..Document::default()
        };
        let highlights = marker.highlights(&said).into_iter();
        highlights.map(|highlight| highlight.fragment).collect()
    }

    #[test]
    fn words_and_phrases_are_marked_and_everything_is_escaped() {
        let marker = marker(&["script", "migracion"], &["bali", "process"]);
        let text = "<script>alert('x' & \"y\")</script> Migración; Bali Process, process";
        let fragment = "&lt;<mark>script</mark>&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/<mark>script</mark>&gt; \
             <mark>Migración</mark>; <mark>Bali</mark> <mark>Process</mark>, process";
        assert_eq!(fragments(&marker, text), [fragment]);
        assert_eq!(fragments(&marker, "nothing"), [""; 0]);
    }

    #[test]
    fn long_texts_are_cut_between_words_around_the_marks() {
        let filler = "some words that nobody looks for ".repeat(10);
        let text = format!("{filler}children {filler}{filler}migrants");
        let found = fragments(&marker(&["children", "migrants"], &["x"]), &text);
        assert_eq!(found.len(), 2);
        for (fragment, word) in found.iter().zip(["children", "migrants"]) {
            assert!(
                fragment.contains(&format!("<mark>{word}</mark>")),
                "{fragment}"
            );
            assert!(
                fragment.starts_with('…') && fragment.chars().count() < 180,
                "{fragment}"
            );
            let inside = fragment.trim_matches('…');
            assert!(!inside.starts_with(char::is_whitespace), "{fragment}");
            let shown = inside.replace("<mark>", "").replace("</mark>", "");
            assert!(text.contains(&shown), "{fragment}");
        }
        assert!(found[0].ends_with('…') && !found[1].ends_with('…'));
    }

    #[test]
    fn at_most_three_fragments_are_shown_and_the_fullest_first() {
        let filler = "x ".repeat(200);
        let text = format!("one {filler} one {filler} one two {filler} one {filler}");
        let found = fragments(&marker(&["one", "two"], &["y"]), &text);
        assert_eq!(found.len(), 3);
        assert!(found[0].contains("<mark>two</mark>"), "{found:?}");
    }

    #[test]
    fn no_cut_goes_through_what_is_seen_as_one_character() {
        for unit in [
            "e\u{301}",
            "日",
            "\u{1f468}\u{200d}\u{1f469}",
            "ا\u{64b}",
            "🌍",
        ] {
            let text = format!("{0} word {0}", unit.repeat(400));
            let found = fragments(&marker(&["word"], &["y"]), &text);
            let shown = found[0].replace("<mark>", "").replace("</mark>", "");
            let inside = shown.trim_matches('…');
            assert!(
                inside.contains(" word ") && inside.starts_with(unit.chars().next().expect("one"))
            );
            assert!(
                inside.trim_start_matches(unit).starts_with(" word"),
                "{inside}"
            );
            assert!(inside.trim_end_matches(unit).ends_with("word "), "{inside}");
        }
        // A word that begins inside of what is seen as one character, where a fragment ends.
        let text = format!(
            "children {}yyyy \u{200d}migrants and more words behind them",
            "abcd ".repeat(28)
        );
        let found = fragments(&marker(&["children", "migrants"], &["y"]), &text);
        assert!(
            found
                .iter()
                .any(|fragment| fragment.contains("<mark>migrants</mark>")),
            "{found:?}"
        );
        // A word that is too long for any fragment.
        let long = "migrant".repeat(100);
        let found = fragments(&marker(&[&long], &["y"]), &long);
        assert!(
            found[0].len() < 200 && found[0].ends_with("</mark>…"),
            "{found:?}"
        );
    }
}
