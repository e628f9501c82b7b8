//! Orders that are asked for, and the places of rows in them.

use std::cmp::Ordering;

use entity::values::Language;
use serde::{Deserialize, Serialize};

use super::catalog::{Measure, Value};
use super::row::View;
use super::text::collation_key;

/// What rows are ordered by, first things first; ties are in their table's order.
#[derive(Default)]
pub struct Order(pub Vec<Term>);

/// One thing that rows are ordered by.
pub struct Term {
    /// What it is.
    pub by: &'static Measure,
    /// From the last to the first.
    pub descending: bool,
    /// Whether what is not known comes first, and not last.
    pub unknown_first: bool,
    /// The language whose order texts are in, and whose names are meant.
    pub language: Language,
}

/// A value that a row is ordered by, as cursors keep it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Ordered {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Nothing is known.
    Unknown,
}

/// A value as it is compared.
pub(super) enum Key {
    Number(f64),
    Text(Vec<u8>),
    Unknown,
}

impl Order {
    /// Whether nothing is asked for: rows are in their table's order.
    #[must_use]
    pub const fn is_default(&self) -> bool {
        self.0.is_empty()
    }

    /// The order as text: a cursor belongs to the order it was made in.
    pub(super) fn signature(&self) -> String {
        let terms = self.0.iter().map(|term| {
            let (direction, unknown) = (term.descending, term.unknown_first);
            let language = term.language.code();
            format!("{} {direction} {unknown} {language}", term.by.name)
        });
        terms.collect::<Vec<_>>().join(",")
    }

    /// What a row is ordered by.
    pub(super) fn values(&self, view: &View, place: u32) -> Vec<Ordered> {
        let value = |term: &Term| match term.by.value(view, place, term.language) {
            Value::Number(number) => Ordered::Number(number),
            Value::Text(text) => Ordered::Text(text.to_owned()),
            Value::Unknown => Ordered::Unknown,
        };
        self.0.iter().map(value).collect()
    }

    /// The same to compare.
    pub(super) fn keys(&self, view: &View, place: u32) -> Vec<Key> {
        let key = |term: &Term| match term.by.value(view, place, term.language) {
            Value::Number(number) => Key::Number(number),
            Value::Text(text) => Key::Text(collation_key(text, term.language)),
            Value::Unknown => Key::Unknown,
        };
        self.0.iter().map(key).collect()
    }

    /// What a cursor keeps, to compare; `None` if it is not of this order.
    pub(super) fn keys_of(&self, values: &[Ordered]) -> Option<Vec<Key>> {
        let key = |(term, value): (&Term, &Ordered)| match value {
            Ordered::Number(number) => Key::Number(*number),
            Ordered::Text(text) => Key::Text(collation_key(text, term.language)),
            Ordered::Unknown => Key::Unknown,
        };
        (values.len() == self.0.len()).then(|| self.0.iter().zip(values).map(key).collect())
    }

    /// Which of two rows comes first.
    pub(super) fn compare(&self, one: &[Key], other: &[Key]) -> Ordering {
        let terms = self.0.iter().zip(one.iter().zip(other));
        let orderings = terms.map(|(term, (one, other))| term.compare(one, other));
        orderings
            .into_iter()
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl Term {
    fn compare(&self, one: &Key, other: &Key) -> Ordering {
        let known = match (one, other) {
            (Key::Number(one), Key::Number(other)) => one.total_cmp(other),
            (Key::Text(one), Key::Text(other)) => one.cmp(other),
            (Key::Unknown, Key::Unknown) => return Ordering::Equal,
            (Key::Unknown, _) if self.unknown_first => return Ordering::Less,
            (_, Key::Unknown) if !self.unknown_first => return Ordering::Less,
            (Key::Unknown, _) | (_, Key::Unknown) => return Ordering::Greater,
            // Only a cursor that was tampered with compares a number with a text.
            (Key::Number(_), Key::Text(_)) => Ordering::Less,
            (Key::Text(_), Key::Number(_)) => Ordering::Greater,
        };
        if self.descending {
            known.reverse()
        } else {
            known
        }
    }
}
