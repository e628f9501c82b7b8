//! Conditions on rows, and the rows that meet them.

use std::collections::HashMap;

use entity::values::Language;
use sea_orm::Iterable;

use super::catalog::{Field, Kind, Value};
use super::row::View;
use super::text::fold;

/// A condition on a row of a type.
#[derive(Debug)]
pub enum Filter {
    /// All of these hold; without any it holds for every row.
    All(Vec<Filter>),
    /// One of these holds.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// A field has a value like this. A value that is not known is like nothing.
    Field(&'static Field, Test),
    /// Whether a field has a value at all.
    Known(&'static Field, bool),
    /// The rows that a field leads to are so.
    Related(&'static Field, Quantifier, Related),
}

/// What a value is like.
#[derive(Debug)]
pub enum Test {
    /// One of these texts, folded.
    Text(Vec<String>),
    /// A text with this one in it, folded.
    Contains(String),
    /// A text that begins with this one, folded.
    StartsWith(String),
    /// One of these numbers.
    Number(Vec<f64>),
    /// This number or more.
    AtLeast(f64),
    /// This number or less.
    AtMost(f64),
    /// The row, or the row it leads to, is at one of these places.
    Place(Vec<u32>),
    /// All of these tests hold.
    All(Vec<Test>),
    /// None of those that this test holds for.
    Other(Box<Test>),
}

/// How many of the rows that a field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// One at least.
    Some,
    /// None.
    None,
    /// All; where there are none, too.
    Every,
}

/// A condition on related rows. What it says of each is kept while rows are selected, under its
/// number, so that the work is bounded by the sizes of the tables however conditions are nested.
#[derive(Debug)]
pub struct Related {
    /// The condition.
    pub filter: Box<Filter>,
    /// The number, its own within the whole filter.
    pub number: usize,
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Filter {
    /// Those of the places whose rows meet the condition.
    #[must_use]
    pub fn select(&self, view: &View, places: &[u32]) -> Vec<u32> {
        let mut known = Known {
            view,
            of: Vec::new(),
        };
        let places = places.iter().copied();
        places.filter(|place| known.holds(self, *place)).collect()
    }
}

/// What is known already of related rows.
struct Known<'v> {
    view: &'v View,
    /// For each [`Related`] by its number what it says of the rows that were met.
    of: Vec<HashMap<u32, bool>>,
}

impl Known<'_> {
    fn holds(&mut self, filter: &Filter, place: u32) -> bool {
        match filter {
            Filter::All(filters) => filters.iter().all(|filter| self.holds(filter, place)),
            Filter::Any(filters) => filters.iter().any(|filter| self.holds(filter, place)),
            Filter::Not(filter) => !self.holds(filter, place),
            Filter::Field(field, test) => test.holds_for(field, self.view, place),
            Filter::Known(field, known) => {
                let value = field.value(self.view, place, Language::En);
                (value != Value::Unknown) == *known
            }
            Filter::Related(field, quantifier, related) => {
                let view = self.view;
                match &field.kind {
                    Kind::One(get, _) => {
                        get(view, place).is_some_and(|place| self.holds_for_related(related, place))
                    }
                    Kind::Many(get, _, _) => {
                        let places = get(view, place);
                        let mut places = places.iter();
                        let holds = |place: &u32| self.holds_for_related(related, *place);
                        match quantifier {
                            Quantifier::Some => places.any(holds),
                            Quantifier::None => !places.any(holds),
                            Quantifier::Every => places.all(holds),
                        }
                    }
                    _ => false,
                }
            }
        }
    }

    fn holds_for_related(&mut self, related: &Related, place: u32) -> bool {
        if self.of.len() <= related.number {
            self.of.resize(related.number + 1, HashMap::new());
        }
        if let Some(known) = self.of[related.number].get(&place) {
            return *known;
        }
        let holds = self.holds(&related.filter, place);
        self.of[related.number].insert(place, holds);
        holds
    }
}

impl Test {
    /// Whether a row's value of a field is like this; of several values, one at least.
    fn holds_for(&self, field: &Field, view: &View, place: u32) -> bool {
        match &field.kind {
            Kind::Name(get) => {
                let mut languages = Language::iter();
                languages.any(|language| self.fits(Value::Text(get(view, place, language)), place))
            }
            Kind::Texts(get) => {
                let mut texts = get(view, place).iter();
                texts.any(|text| self.fits(Value::Text(text), place))
            }
            Kind::Words(get, _) => {
                let mut words = get(view, place).into_iter();
                words.any(|word| self.fits(Value::Number(super::catalog::ordinal(word)), place))
            }
            Kind::One(get, _) => get(view, place)
                .is_some_and(|place| self.fits(Value::Number(f64::from(place)), place)),
            Kind::Many(get, _, _) => {
                let count = super::catalog::ordinal(get(view, place).len());
                self.fits(Value::Number(count), place)
            }
            _ => self.fits(field.value(view, place, Language::En), place),
        }
    }

    fn fits(&self, value: Value<'_>, place: u32) -> bool {
        match (self, value) {
            (_, Value::Unknown) => false,
            (Self::Other(test), value) => !test.fits(value, place),
            (Self::All(tests), value) => tests.iter().all(|test| test.fits(value, place)),
            (Self::Place(places), _) => places.binary_search(&place).is_ok(),
            (Self::Text(texts), Value::Text(text)) => {
                let text = fold(text);
                texts.iter().any(|other| *other == text)
            }
            (Self::Contains(part), Value::Text(text)) => fold(text).contains(part.as_str()),
            (Self::StartsWith(part), Value::Text(text)) => fold(text).starts_with(part.as_str()),
            (Self::Number(numbers), Value::Number(number)) => numbers.contains(&number),
            (Self::AtLeast(bound), Value::Number(number)) => number >= *bound,
            (Self::AtMost(bound), Value::Number(number)) => number <= *bound,
            _ => false,
        }
    }
}
