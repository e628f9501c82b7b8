//! Suggestions: names that have what was typed at the beginning of one of their words.

use std::cmp::Reverse;
use std::collections::HashSet;

use entity::tables::NodeType;

use super::analysis::{Word, fold, words};
use super::documents::Document;
use super::highlight::marked;
use super::index::{DOCUMENTS, Index, called, index};
use super::names::joined;
use super::query::check_text;
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::model::{Record, of_record};
use crate::work::Work;

/// A name that goes on with what was typed.
#[derive(Debug)]
pub struct Suggestion {
    /// The record that has the name.
    pub record: Record,
    /// The name.
    pub text: String,
    /// The name as HTML, with what was typed in `<mark>`.
    pub fragment: String,
}

/// The names that go on with a prefix: of what look-ups take it for first, then names that it is, then those
/// that begin with it, then by type, then the shorter ones. One for each record. Where no name goes on with it,
/// those that it may be a misspelling of.
pub fn suggest(
    scope: &Scope,
    prefix: &str,
    types: Option<&[NodeType]>,
    first: usize,
    work: &Work,
) -> Result<Vec<Suggestion>> {
    let bad = |takes: &str| Error::bad_input("prefix", takes);
    check_text(prefix).map_err(|error| bad(&error.0))?;
    let mut typed = joined(prefix);
    if typed.is_empty() {
        return Err(bad("takes at least one letter or digit"));
    }
    let index = index(scope)?;
    let suggestions = &index.suggestions;
    if let Some(rest) = typed.strip_prefix("the ")
        && suggestions.matches(&typed).is_empty()
    {
        typed = rest.to_owned();
    }
    let is_asked = |kind: NodeType| types.is_none_or(|types| types.contains(&kind));
    let mut meant = called(scope, index, prefix);
    meant.retain(|document| {
        let kind = index.numbers.at(*document).map(|record| record.kind);
        kind.is_some_and(|kind| of_record(kind).is_suggested && is_asked(kind))
    });
    meant.sort_by_key(|document| {
        let kind = index.numbers.at(*document).map(|record| record.kind);
        kind.map(|kind| Reverse(of_record(kind).weight.to_bits()))
    });
    let matches = suggestions.matches(&typed);
    work.spend(matches.len() as u64 / DOCUMENTS + 1)?;
    let names = matches
        .iter()
        .map(|begin| (begin, suggestions.name_at(*begin)));
    // A name ends with its line.
    let is_whole = |(begin, number): &(&usize, usize)| {
        **begin == suggestions.names[*number].start
            && suggestions.length(*number) == typed.len() + 1
    };
    let whole = names.filter(is_whole);
    let whole: HashSet<_> = whole
        .map(|(_, number)| suggestions.names[number].document)
        .collect();
    let rank = |(errors, begin): (usize, usize)| {
        let number = suggestions.name_at(begin);
        let name = &suggestions.names[number];
        is_asked(name.kind).then(|| {
            let length = suggestions.length(number);
            let is_inside = begin != name.start;
            // What a look-up takes it for, then what has the whole of it for a name.
            let is_meant = meant.contains(&name.document);
            let is_whole = whole.contains(&name.document);
            let place = (!is_meant, !is_whole, is_inside);
            let weight = Reverse(of_record(name.kind).weight.to_bits());
            let rank = (errors, place, weight, name.is_other, length);
            (rank, begin, number)
        })
    };
    let matches = matches.iter().map(|begin| (0, *begin));
    let mut ranked: Vec<_> = matches.filter_map(rank).collect();
    let is_misspelt = ranked.is_empty() && meant.is_empty();
    if is_misspelt {
        work.spend(suggestions.names.len() as u64 / DOCUMENTS + 1)?;
        ranked = suggestions
            .near(&typed)
            .into_iter()
            .filter_map(rank)
            .collect();
    }
    ranked.sort_unstable();
    // One that is written otherwise goes by its first name.
    let is_written = |document: &u32| {
        let mut names = ranked
            .iter()
            .map(|(.., number)| &suggestions.names[*number]);
        names.any(|name| name.document == *document)
    };
    meant.retain(|document| !is_written(document));
    let mut seen = HashSet::new();
    let once = ranked
        .into_iter()
        .filter(|(.., number)| seen.insert(suggestions.names[*number].document));
    let found = once.filter_map(|(.., begin, number)| {
        let typed = (!is_misspelt).then_some(&*typed);
        suggestion(scope, index, begin, number, typed)
    });
    let meant = meant.iter();
    let meant = meant.filter_map(|document| first_name(scope, index, *document));
    Ok(meant.chain(found).take(first).collect())
}

/// The suggestion of a record by its first name, of which nothing was typed.
fn first_name(scope: &Scope, index: &Index, document: u32) -> Option<Suggestion> {
    let record = index.numbers.at(document)?;
    let names = Document::of(scope, record.kind, record.place).names;
    let text = names.first()?.text;
    Some(Suggestion {
        record,
        text: text.to_owned(),
        fragment: marked(text, 0..text.len(), &[]),
    })
}

/// The suggestion of a name, from a place in it on; what was typed is marked, if it is in it.
fn suggestion(
    scope: &Scope,
    index: &Index,
    begin: usize,
    number: usize,
    typed: Option<&str>,
) -> Option<Suggestion> {
    let names = &index.suggestions.names;
    let name = &names[number];
    let record = index.numbers.at(name.document)?;
    // A record's names are in a row.
    let first = names.partition_point(|other| other.document < name.document);
    let said = Document::of(scope, record.kind, record.place);
    let text = said.names.get(number - first)?.text;
    let before = &index.suggestions.text[name.start..begin];
    let first_word = before.matches(' ').count();
    let range = match typed {
        Some(typed) => Some(typed_range(text, first_word, typed)?),
        None => None,
    };
    Some(Suggestion {
        record,
        text: text.to_owned(),
        fragment: marked(text, 0..text.len(), range.as_slice()),
    })
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
    use super::super::documents::Text;
    use super::super::names::Suggestions;
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
            ("l'accord", 1, "ac", "ac"),
            ("Côte d’Ivoire", 0, "cote d iv", "Côte d’Iv"),
            ("Kırıkkale", 0, "kirik", "Kırık"),
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
            is_other: false,
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
        let near = |typed: &str| -> Vec<u32> {
            let starts = suggestions.near(typed).into_iter();
            starts
                .map(|(_, start)| suggestions.names[suggestions.name_at(start)].document)
                .collect()
        };
        assert_eq!(near("bail proces"), [0]);
        assert_eq!(near("proecss of"), [1]);
        assert_eq!((near("ba"), near("xali process")), (vec![], vec![]));
    }
}
