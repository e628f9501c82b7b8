//! Suggestions: names that have what was typed at the beginning of one of their words.

use std::cmp::Reverse;
use std::collections::HashSet;

use entity::tables::NodeType;

use super::analysis::{Word, fold, words};
use super::documents::Document;
use super::highlight::marked;
use super::index::{DOCUMENTS, Index, called, index};
use super::names::{Name, Suggestions, joined};
use super::part::Part;
use super::query::check_text;
use super::relations::NONE;
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
    let mut matches = matches(index, &typed);
    if let Some(rest) = typed.strip_prefix("the ")
        && matches.is_empty()
    {
        typed = rest.to_owned();
        matches = self::matches(index, &typed);
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
    work.spend(matches.len() as u64 / DOCUMENTS + 1)?;
    // A name ends with its line.
    let is_whole =
        |name: &&Match<'_>| name.begin == name.name().start && name.length() == typed.len() + 1;
    let whole: HashSet<_> = matches
        .iter()
        .filter(is_whole)
        .map(|name| name.document)
        .collect();
    let rank = |errors: usize, matched: &Match<'_>| {
        let name = matched.name();
        is_asked(name.kind).then(|| {
            let is_inside = matched.begin != name.start;
            // What a look-up takes it for, then what has the whole of it for a name.
            let is_meant = meant.contains(&matched.document);
            let is_whole = whole.contains(&matched.document);
            let place = (!is_meant, !is_whole, is_inside);
            let weight = Reverse(of_record(name.kind).weight.to_bits());
            let length = matched.length();
            let rank = (errors, place, weight, name.is_other, length);
            // Names stand in their records' order.
            (rank, matched.document, matched.begin)
        })
    };
    let ranked_of = |(errors, matched)| Some((rank(errors, &matched)?, matched));
    let matches = matches.into_iter().map(|matched| (0, matched));
    let mut ranked: Vec<_> = matches.filter_map(ranked_of).collect();
    let is_misspelt = ranked.is_empty() && meant.is_empty();
    if is_misspelt {
        work.spend(names(index) as u64 / DOCUMENTS + 1)?;
        let near = near(index, &typed).into_iter();
        ranked = near.filter_map(ranked_of).collect();
    }
    ranked.sort_unstable_by_key(|(rank, _)| *rank);
    // One that is written otherwise goes by its first name.
    let written: HashSet<_> = ranked.iter().map(|(_, name)| name.document).collect();
    meant.retain(|document| !written.contains(document));
    let mut seen = HashSet::new();
    let once = ranked
        .into_iter()
        .filter(|(_, name)| seen.insert(name.document));
    let found = once.filter_map(|(_, matched)| {
        let typed = (!is_misspelt).then_some(&*typed);
        suggestion(scope, index, &matched, typed)
    });
    let meant = meant.iter();
    let meant = meant.filter_map(|document| first_name(scope, index, *document));
    Ok(meant.chain(found).take(first).collect())
}

/// A place in a name where it goes on with what was typed.
#[derive(Clone, Copy)]
struct Match<'i> {
    suggestions: &'i Suggestions,
    /// The name, by its number.
    number: usize,
    /// The place in the suggestions' text.
    begin: usize,
    /// Whose name it is.
    document: u32,
}

impl<'i> Match<'i> {
    /// That at a place of a part's suggestions; nothing if its document does not count.
    fn at(suggestions: &'i Suggestions, numbers: &[u32], begin: usize) -> Option<Self> {
        let number = suggestions.name_at(begin);
        let document = numbers[suggestions.names[number].document as usize];
        (document != NONE).then_some(Self {
            suggestions,
            number,
            begin,
            document,
        })
    }

    fn name(&self) -> &'i Name {
        &self.suggestions.names[self.number]
    }

    fn length(&self) -> usize {
        self.suggestions.length(self.number)
    }
}

/// The places where a name goes on with a prefix.
fn matches<'i>(index: &'i Index, prefix: &str) -> Vec<Match<'i>> {
    let of_part = |(part, numbers): (&'i Part, &'i [u32])| {
        let begins = part.suggestions.matches(prefix).iter();
        begins.filter_map(|begin| Match::at(&part.suggestions, numbers, *begin))
    };
    index.parts().flat_map(of_part).collect()
}

/// The names that what was typed may be a misspelling of, each with the number of errors.
fn near<'i>(index: &'i Index, typed: &str) -> Vec<(usize, Match<'i>)> {
    let of_part = |(part, numbers): (&'i Part, &'i [u32])| {
        let near = part.suggestions.near(typed).into_iter();
        near.filter_map(|(errors, begin)| {
            Some((errors, Match::at(&part.suggestions, numbers, begin)?))
        })
    };
    index.parts().flat_map(of_part).collect()
}

/// How many names there are.
fn names(index: &Index) -> usize {
    let (mut all, mut gone) = (0, 0);
    for (part, counts) in index.counted() {
        let names = if counts { &mut all } else { &mut gone };
        *names += part.suggestions.names.len();
    }
    all - gone
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
    matched: &Match<'_>,
    typed: Option<&str>,
) -> Option<Suggestion> {
    let Suggestions { names, text, .. } = matched.suggestions;
    let name = matched.name();
    let record = index.numbers.at(matched.document)?;
    // A record's names are in a row.
    let first = names.partition_point(|other| other.document < name.document);
    let before = &text[name.start..matched.begin];
    let said = Document::of(scope, record.kind, record.place);
    let text = said.names.get(matched.number - first)?.text;
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
