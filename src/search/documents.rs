//! What is searched of each record, by the model: its names, its other texts, words of its
//! vocabularies; and its years.

use entity::tables::NodeType;
use entity::values::Language;
use sea_orm::Iterable;

use crate::graph::{Scope, Years};
use crate::model::{Field, Kind, Object, SearchedAs, Value, of_record};

/// A text of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text<'r> {
    /// The name of the field that holds it.
    pub(super) field: &'static str,
    /// Its language, if it is known.
    pub(super) language: Option<Language>,
    pub(super) text: &'r str,
    /// Whether it is a name beside those that the record is known by first.
    pub(super) is_other: bool,
}

/// What a record says.
#[derive(Debug, Default)]
pub(super) struct Document<'r> {
    /// Its names and titles.
    pub(super) names: Vec<Text<'r>>,
    /// Its other texts.
    pub(super) texts: Vec<Text<'r>>,
    /// Its type, its values in vocabularies and its years, as words.
    pub(super) words: Vec<String>,
}

impl<'r> Document<'r> {
    /// What the record at a place of its table says.
    pub(super) fn of(scope: &'r Scope, kind: NodeType, place: u32) -> Self {
        let of = of_record(kind);
        let (mut names, mut texts) = (Vec::new(), Vec::new());
        for field in of.searched(SearchedAs::Name) {
            say(field, scope, place, None, &mut names);
        }
        let first = names.len();
        for field in of.searched(SearchedAs::OtherName) {
            say(field, scope, place, None, &mut names);
        }
        for name in &mut names[first..] {
            name.is_other = true;
        }
        for field in of.searched(SearchedAs::Text) {
            // Texts are English, unless they say otherwise.
            say(field, scope, place, Some(Language::En), &mut texts);
        }
        let years = span(&years(of, scope, place));
        let mut words = vec![kind.name().to_owned()];
        for field in of.asked() {
            add_words(field, scope, place, &mut words);
        }
        let last = years.1.filter(|to| years.0 != Some(*to));
        words.extend([years.0, last].iter().flatten().map(i32::to_string));
        Self {
            names,
            texts,
            words,
        }
    }
}

/// What of a type's fields a record says.
pub(super) fn says(of: &Object) -> impl Iterator<Item = &Field> {
    let is_said = |field: &&Field| {
        let is_word = matches!(field.kind, Kind::Word(..) | Kind::Words(..));
        let is_year = matches!(field.kind, Kind::Year(_) | Kind::Date(_));
        field.uses.searched.is_some() || field.uses.asked && (is_word || is_year)
    };
    of.fields.iter().filter(is_said)
}

/// The first and the last year that a record is of; one is `None` where it is open, both where it has none. Facts that
/// hold for a time are of the years in which they may hold.
pub(super) fn years_of(scope: &Scope, kind: NodeType, place: u32) -> Years {
    let of = of_record(kind);
    let years = years(of, scope, place);
    match of.valid {
        Some(valid) if years.iter().any(Option::is_some) => (valid.years)(scope, place),
        _ => span(&years),
    }
}

/// Adds the texts of a field.
fn say<'r>(
    field: &'static Field,
    scope: &'r Scope,
    place: u32,
    language: Option<Language>,
    texts: &mut Vec<Text<'r>>,
) {
    let mut add = |language, text: &'r str| {
        texts.push(Text {
            field: field.uses.found_in.unwrap_or(field.name),
            language,
            text,
            is_other: false,
        });
    };
    match &field.kind {
        Kind::Texts(get) => {
            for text in get(scope, place) {
                add(language, text);
            }
        }
        Kind::Name(get) => {
            // Where a language has no name of its own, or shares one, it is shown once.
            let mut seen = Vec::new();
            for language in Language::iter() {
                let name = get(scope, place, language);
                if !seen.contains(&name) {
                    seen.push(name);
                    add(Some(language), name);
                }
            }
        }
        _ => {
            if let Value::Text(text) = field.value(scope, place, Language::En) {
                add(language, text);
            }
        }
    }
}

/// Adds the values of a field in its vocabulary.
fn add_words(field: &Field, scope: &Scope, place: u32, words: &mut Vec<String>) {
    let (places, vocabulary) = match &field.kind {
        Kind::Word(get, vocabulary) => (get(scope, place).into_iter().collect(), vocabulary),
        Kind::Words(get, vocabulary) => (get(scope, place), vocabulary),
        _ => return,
    };
    let found = places.into_iter().filter_map(|at| vocabulary.word(at));
    words.extend(found.map(str::to_owned));
}

/// The years that a record is of: those that it has, or else those of its dates. What was founded and has
/// no year of its end goes on.
fn years(of: &Object, scope: &Scope, place: u32) -> Vec<Option<i32>> {
    let of_kind = |is_it: fn(&Kind) -> bool| -> Vec<_> {
        of.asked().filter(|field| is_it(&field.kind)).collect()
    };
    let mut fields = of_kind(|kind| matches!(kind, Kind::Year(_)));
    if fields.is_empty() {
        fields = of_kind(|kind| matches!(kind, Kind::Date(_)));
    }
    let mut years: Vec<_> = fields
        .iter()
        .map(|field| field.year(scope, place))
        .collect();
    if fields.len() == 1 && fields[0].uses.is_founding {
        years.push(None);
    }
    years
}

/// First and last year.
fn span(years: &[Option<i32>]) -> Years {
    match years {
        [] => (None, None),
        [one] => (*one, *one),
        [first, .., last] => (*first, *last),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;
    use entity::tables::Tables;

    use super::*;
    use crate::graph::Snapshot;
    use crate::store::{Loaded, Version};

    #[test]
    fn years_are_a_point_a_span_or_none() {
        assert_eq!(span(&[]), (None, None));
        assert_eq!(span(&[Some(2016)]), (Some(2016), Some(2016)));
        assert_eq!(span(&[Some(2016), None]), (Some(2016), None));
    }

    #[test]
    fn a_country_has_each_of_its_names_once() {
        let tables = Tables {
            country: vec![entity::country::Model { id: "MX".into() }],
            ..Tables::default()
        };
        let snapshot = Snapshot::new(Loaded::new(Version::default(), tables)).expect("a graph");
        let scope = Scope::new(Arc::new(snapshot), DateTime::UNIX_EPOCH);
        let document = Document::of(&scope, NodeType::Country, 0);
        let names: Vec<_> = document.names.iter().map(|name| name.text).collect();
        assert_eq!(names.iter().filter(|name| **name == "México").count(), 1);
        assert!(
            names.contains(&"Mexico") && names.contains(&"Мексика"),
            "{names:?}"
        );
    }
}
