//! Conditions on rows, and the rows that meet them.

use std::cell::RefCell;
use std::cmp::Ordering;

use chrono::NaiveDate;
use entity::values::Language;
use sea_orm::Iterable;

use super::length::text_units;
use crate::error::Result;
use crate::fold::fold;
use crate::graph::{Certainty, Scope};
use crate::model::{Field, Kind, Valid, Value};
use crate::money::Money;
use crate::work::Work;

/// A condition on a row of a type.
pub(super) enum Condition {
    /// All of these hold; without any it holds for every row.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// A field has a value like this. A value that is not known is like nothing.
    Field(&'static Field, Test),
    /// Whether a field has a value at all.
    Known(&'static Field, bool),
    /// How certain it is that a row holds on a date is one of these; nothing where it does not.
    Holds(Valid, NaiveDate, Vec<Option<Certainty>>),
    /// The rows that a field leads to are so.
    Related(&'static Field, Quantifier, Related),
}

/// What a value is like.
pub(super) enum Test {
    /// One of these texts, folded.
    Text(Vec<String>),
    /// A text with this one in it, folded.
    Contains(String),
    /// A text that begins with this one, folded.
    StartsWith(String),
    /// One of these.
    Among(Vec<Bound>),
    /// This or more.
    AtLeast(Bound),
    /// This or less.
    AtMost(Bound),
    /// The row, or the row it leads to, is at one of these places.
    Place(Vec<u32>),
    /// All of these tests hold.
    All(Vec<Test>),
    /// None of those that this test holds for.
    Other(Box<Test>),
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bound {
    Whole(i64),
    Float(f64),
    Money(Money),
    Date(NaiveDate),
    Flag(bool),
    Word(usize),
}

/// How many of the rows that a field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    /// One at least.
    Some,
    /// None.
    None,
    /// All; where there are none, too.
    Every,
}

/// A condition on related rows. What it says of each row is kept under its number, so that the work is
/// bounded by the sizes of the tables however conditions are nested.
pub(super) struct Related {
    pub(super) condition: Box<Condition>,
    /// Its own within the whole filter.
    pub(super) number: usize,
}

/// A filter: a condition, and what it was found to say of related rows.
pub struct Filter {
    condition: Condition,
    /// For each [`Related`] by its number what it says of the rows that were met.
    known: RefCell<Vec<Known>>,
}

impl Filter {
    pub(super) fn new(condition: Condition, related: usize) -> Self {
        Self {
            condition,
            known: RefCell::new(
                std::iter::repeat_with(Known::default)
                    .take(related)
                    .collect(),
            ),
        }
    }

    /// Those of the places whose rows meet the condition.
    pub fn select(&self, scope: &Scope, places: &[u32], work: &Work) -> Result<Vec<u32>> {
        let mut looking = Looking {
            scope,
            work,
            known: &mut self.known.borrow_mut(),
        };
        let mut selected = Vec::new();
        for place in places {
            if looking.holds(&self.condition, *place)? {
                selected.push(*place);
            }
        }
        Ok(selected)
    }
}

/// Rows being looked at.
struct Looking<'l> {
    scope: &'l Scope,
    work: &'l Work,
    known: &'l mut Vec<Known>,
}

impl Looking<'_> {
    fn holds(&mut self, condition: &Condition, place: u32) -> Result<bool> {
        self.work.spend(1)?;
        Ok(match condition {
            Condition::All(all) => {
                for condition in all {
                    if !self.holds(condition, place)? {
                        return Ok(false);
                    }
                }
                true
            }
            Condition::Any(any) => {
                for condition in any {
                    if self.holds(condition, place)? {
                        return Ok(true);
                    }
                }
                false
            }
            Condition::Not(condition) => !self.holds(condition, place)?,
            Condition::Field(field, test) => {
                let units = text_units(self.scope, field, place);
                self.work.spend(units.saturating_mul(test.parts()))?;
                test.holds_for(field, self.scope, place)
            }
            Condition::Known(field, known) => {
                let value = field.value(self.scope, place, Language::En);
                (value != Value::Unknown) == *known
            }
            Condition::Holds(valid, date, certainties) => {
                certainties.contains(&(valid.holds)(self.scope, place, *date))
            }
            Condition::Related(field, quantifier, related) => {
                return self.related(field, *quantifier, related, place);
            }
        })
    }

    fn related(
        &mut self,
        field: &Field,
        quantifier: Quantifier,
        related: &Related,
        place: u32,
    ) -> Result<bool> {
        let scope = self.scope;
        match &field.kind {
            Kind::One(relation, _) => match relation.one(scope, place) {
                Some(place) => self.holds_for(related, place),
                None => Ok(false),
            },
            Kind::Many(list) => {
                // `every` ends at one for which it does not hold, the others at one for which it does.
                let end = quantifier != Quantifier::Every;
                for place in &*list.relation.many(scope, place) {
                    if self.holds_for(related, *place)? == end {
                        return Ok(quantifier == Quantifier::Some);
                    }
                }
                Ok(quantifier != Quantifier::Some)
            }
            _ => Ok(false),
        }
    }

    fn holds_for(&mut self, related: &Related, place: u32) -> Result<bool> {
        self.work.spend(1)?;
        if let Some(known) = self.known[related.number].get(place) {
            return Ok(known);
        }
        let holds = self.holds(&related.condition, place)?;
        self.known[related.number].note(place, holds);
        Ok(holds)
    }
}

/// What is known of rows by their places: two bits each, whether it is known and what it is.
#[derive(Default)]
struct Known(Vec<u64>);

impl Known {
    /// Rows in a word.
    const ROWS: usize = 32;

    fn get(&self, place: u32) -> Option<bool> {
        let (word, bit) = Self::lies(place);
        let bits = self.0.get(word)? >> bit;
        (bits & 1 != 0).then_some(bits & 2 != 0)
    }

    fn note(&mut self, place: u32, holds: bool) {
        let (word, bit) = Self::lies(place);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= (1 | u64::from(holds) << 1) << bit;
    }

    /// The word and the bit where a row's bits begin.
    fn lies(place: u32) -> (usize, usize) {
        let place = place as usize;
        (place / Self::ROWS, place % Self::ROWS * 2)
    }
}

impl Test {
    /// How many times it looks at a value.
    fn parts(&self) -> u64 {
        match self {
            Self::All(tests) => tests.iter().map(Self::parts).sum(),
            Self::Other(test) => test.parts(),
            _ => 1,
        }
    }

    /// Whether a row's value of a field is like this; of several values, one at least.
    fn holds_for(&self, field: &Field, scope: &Scope, place: u32) -> bool {
        match &field.kind {
            Kind::Name(get) => {
                let names = Language::iter().map(|language| get(scope, place, language));
                let others = field.other_names.iter();
                let others = others.flat_map(|get| get(scope, place)).map(String::as_str);
                let mut names = names.chain(others);
                names.any(|name| self.fits(Value::Text(name), place))
            }
            Kind::Texts(get) => {
                let mut texts = get(scope, place).iter();
                texts.any(|text| self.fits(Value::Text(text), place))
            }
            Kind::Words(get, _) => {
                let mut words = get(scope, place).into_iter();
                words.any(|word| self.fits(Value::Word(word), place))
            }
            Kind::One(relation, _) => relation
                .one(scope, place)
                .is_some_and(|place| self.fits(Value::Row(place), place)),
            Kind::Many(list) => {
                let count = list.relation.many(scope, place).len();
                self.fits(Value::Count(count), place)
            }
            _ => self.fits(field.value(scope, place, Language::En), place),
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
            (Self::Among(bounds), value) => bounds
                .iter()
                .any(|bound| compare(value, *bound) == Some(Ordering::Equal)),
            (Self::AtLeast(bound), value) => compare(value, *bound).is_some_and(Ordering::is_ge),
            (Self::AtMost(bound), value) => compare(value, *bound).is_some_and(Ordering::is_le),
            _ => false,
        }
    }
}

/// How a value is to what it is compared with; nothing when they are not of one kind.
fn compare(value: Value<'_>, bound: Bound) -> Option<Ordering> {
    match (value, bound) {
        (Value::Int(one), Bound::Whole(other)) => Some(i64::from(one).cmp(&other)),
        (Value::Count(one), Bound::Whole(other)) => {
            Some(i64::try_from(one).unwrap_or(i64::MAX).cmp(&other))
        }
        (Value::Float(one), Bound::Float(other)) => one.partial_cmp(&other),
        (Value::Money(one), Bound::Money(other)) => Some(one.compare(other)),
        (Value::Date(one), Bound::Date(other)) => Some(one.cmp(&other)),
        (Value::Flag(one), Bound::Flag(other)) => Some(one.cmp(&other)),
        (Value::Word(one), Bound::Word(other)) => Some(one.cmp(&other)),
        _ => None,
    }
}
