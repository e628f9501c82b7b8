//! Suggestions: names that have what was typed at the beginning of one of their words.

use std::cmp::Reverse;
use std::collections::HashSet;

use entity::tables::NodeType;

use super::analysis::{Word, fold, words};
use super::documents::{Text, document, key};
use super::highlight::marked;
use super::query::{QueryError, check_text};
use super::ranking::weight;
use crate::graph::row::View;

/// A name that goes on with what was typed.
#[derive(Debug)]
pub struct Suggestion<'a> {
    /// The type of the record that has the name.
    pub kind: NodeType,
    /// The record's id in its table.
    pub key: &'a str,
    /// The name.
    pub text: &'a str,
    /// The name as HTML, with what was typed in `<mark>`.
    pub fragment: String,
}

/// The names of the types that are suggested, by the beginning of each of their words.
#[derive(Debug, Default)]
pub(super) struct Suggestions {
    /// The names, folded, words parted by blanks and names by line ends.
    text: String,
    names: Vec<Name>,
    /// Where in the text words begin, in the order of what stands there.
    begins: Vec<u32>,
}

/// A name.
#[derive(Debug)]
struct Name {
    /// Where it begins in the text.
    start: u32,
    /// Whose it is.
    document: u32,
    kind: NodeType,
}

/// Whether the names of a type are suggested.
fn is_suggested(kind: NodeType) -> bool {
    use NodeType::{Country, Event, Instrument, Iscm, Organization, Theme, Topic};
    matches!(
        kind,
        Country | Event | Instrument | Iscm | Organization | Theme | Topic
    )
}

/// A text's words, folded.
fn joined(text: &str) -> String {
    let words: Vec<_> = words(text).map(|word| word.folded).collect();
    words.join(" ")
}

impl Suggestions {
    /// Adds a record's names.
    pub(super) fn add(&mut self, document: u32, kind: NodeType, names: &[Text<'_>]) {
        if !is_suggested(kind) {
            return;
        }
        for name in names {
            let start = self.end();
            self.names.push(Name {
                start,
                document,
                kind,
            });
            for word in words(name.text) {
                if self.end() > start {
                    self.text.push(' ');
                }
                self.begins.push(self.end());
                self.text.push_str(&word.folded);
            }
            self.text.push('\n');
        }
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Orders what was added.
    pub(super) fn sort(&mut self) {
        let text = self.text.as_bytes();
        let rest = |begin: u32| {
            let rest = &text[begin as usize..];
            let end = rest.iter().position(|byte| *byte == b'\n');
            &rest[..end.unwrap_or(rest.len())]
        };
        self.begins
            .sort_unstable_by(|one, other| rest(*one).cmp(rest(*other)).then(one.cmp(other)));
        self.begins.shrink_to_fit();
    }

    /// The places where a name goes on with a prefix.
    fn matches(&self, prefix: &str) -> &[u32] {
        let at = |begin: u32| &self.text.as_bytes()[begin as usize..];
        let prefix = prefix.as_bytes();
        let from = self.begins.partition_point(|begin| at(*begin) < prefix);
        let behind = &self.begins[from..];
        &behind[..behind.partition_point(|begin| at(*begin).starts_with(prefix))]
    }

    /// The name that a place lies in, by its number.
    fn name_at(&self, begin: u32) -> usize {
        self.names.partition_point(|name| name.start <= begin) - 1
    }

    /// How long a name is, folded.
    fn length(&self, number: usize) -> u32 {
        let next = self.names.get(number + 1);
        next.map_or_else(|| self.end(), |next| next.start) - self.names[number].start
    }
}

impl View {
    /// The names that go on with a prefix: those that begin with it first, then by type, then the
    /// shorter ones. One for each record.
    pub fn suggest(
        &self,
        prefix: &str,
        types: Option<&[NodeType]>,
        first: usize,
    ) -> Result<Vec<Suggestion<'_>>, QueryError> {
        check_text(prefix)?;
        let typed = joined(prefix);
        if typed.is_empty() {
            let message = "takes at least one letter or digit";
            return Err(QueryError(message.to_owned()));
        }
        let suggestions = &self.snapshot.index().suggestions;
        let mut ranked: Vec<_> = suggestions
            .matches(&typed)
            .iter()
            .filter_map(|begin| {
                let number = suggestions.name_at(*begin);
                let name = &suggestions.names[number];
                types
                    .is_none_or(|types| types.contains(&name.kind))
                    .then(|| {
                        let is_inside = *begin != name.start;
                        let weight = Reverse(weight(name.kind).to_bits());
                        (
                            is_inside,
                            weight,
                            suggestions.length(number),
                            *begin,
                            number,
                        )
                    })
            })
            .collect();
        ranked.sort_unstable();
        let mut seen = HashSet::new();
        let once = ranked.into_iter().filter(|(.., number)| {
            let document = suggestions.names[*number].document;
            seen.insert(document)
        });
        let once = once.take(first);
        Ok(once
            .filter_map(|(.., begin, number)| self.suggestion(begin, number, &typed))
            .collect())
    }

    /// The suggestion of a name, from a place in it on.
    fn suggestion(&self, begin: u32, number: usize, typed: &str) -> Option<Suggestion<'_>> {
        let index = self.snapshot.index();
        let (names, tables) = (&index.suggestions.names, self.snapshot.tables());
        let name = &names[number];
        let (kind, place) = index.numbers.at(name.document)?;
        // A record's names are in a row.
        let first = names.partition_point(|other| other.document < name.document);
        let text = document(tables, kind, place)
            .names
            .get(number - first)?
            .text;
        let before = &index.suggestions.text[name.start as usize..begin as usize];
        let first_word = before.matches(' ').count();
        let range = typed_range(text, first_word, typed)?;
        Some(Suggestion {
            kind,
            key: key(tables, kind, place),
            text,
            fragment: marked(text, 0..text.len(), &[range]),
        })
    }
}

/// The part of a name that was typed, from one of its words on.
fn typed_range(name: &str, first_word: usize, typed: &str) -> Option<std::ops::Range<usize>> {
    let count = typed.matches(' ').count();
    let last_typed = typed.rsplit(' ').next()?;
    let mut row = words(name).skip(first_word);
    let mut first: Option<Word<'_>> = None;
    let mut last = row.next()?;
    for word in row.take(count) {
        first.get_or_insert(last);
        last = word;
    }
    let start = first.map_or(last.range.start, |first| first.range.start);
    // Accents are typed or not: the shortest part of the word that has all that was typed, with the
    // marks on its last letter.
    let ends = last
        .text
        .char_indices()
        .map(|(place, letter)| place + letter.len_utf8());
    let is_typed = |end: &usize| fold(&last.text[..*end]).starts_with(last_typed);
    let shortest = ends.clone().find(is_typed).unwrap_or(last.text.len());
    let folded = fold(&last.text[..shortest]);
    let end = ends.rev().find(|end| fold(&last.text[..*end]) == folded)?;
    Some(start..last.range.start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typed_part_of_a_name_is_found_in_it() {
        for (name, word, typed, part) in [
            ("Conferencia Regional sobre Migración", 0, "conf", "Conf"),
            (
                "Conferencia Regional sobre Migración",
                1,
                "regional sobre migracion",
                "Regional sobre Migración",
            ),
            ("Migracio\u{301}n", 0, "migracio", "Migracio\u{301}"),
            ("Straße", 0, "stras", "Straß"),
            ("l'accord", 0, "ac", "ac"),
        ] {
            let range = typed_range(name, word, typed).expect("it is there");
            assert_eq!(&name[range], part);
        }
    }

    #[test]
    fn names_are_found_by_the_beginning_of_any_word() {
        let mut suggestions = Suggestions::default();
        let text = |text| Text {
            field: "name",
            language: None,
            text,
        };
        suggestions.add(0, NodeType::Iscm, &[text("Bali Process"), text("…")]);
        suggestions.add(1, NodeType::Iscm, &[text("Process of Prague")]);
        suggestions.add(2, NodeType::Finding, &[text("Processes")]);
        suggestions.sort();
        let found = |typed: &str| -> Vec<u32> {
            let places = suggestions.matches(typed).iter();
            let names = places.map(|begin| suggestions.name_at(*begin));
            names
                .map(|number| suggestions.names[number].document)
                .collect()
        };
        assert_eq!(found("proc"), [0, 1]);
        assert_eq!(found("process of"), [1]);
        assert_eq!(found("rocess"), [0; 0]);
        assert_eq!(suggestions.length(0), 13);
    }
}
