//! Orders that are asked for, and the places of rows in them.

use std::cmp::Ordering;

use chrono::NaiveDate;
use entity::values::Language;
use serde::{Deserialize, Serialize};

use super::text::collation_key;
use crate::error::Result;
use crate::graph::Scope;
use crate::input::{Given, Place};
use crate::model::{Argued, Kind, Measure, Object, Path, Value, Word};
use crate::money::Money;
use crate::vocabulary::words;

/// The most things to order by.
pub const MAX_TERMS: usize = 5;

words! {
    /// Which way an order goes.
    pub OrderDirection {
        /// From the least to the greatest: early years, the beginning of the alphabet first.
        Asc = "ASC",
        /// From the greatest to the least.
        Desc = "DESC",
    }

    /// Where nodes stand in an order for which what it goes by is not known.
    pub NullsOrder {
        /// Before all others.
        First = "FIRST",
        /// After all others, in either direction.
        Last = "LAST",
    }
}

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
    /// A whole number, a word's place, true or false.
    Whole(i64),
    /// Another number.
    Float(f64),
    /// A text; also a date or an amount.
    Text(String),
    /// Nothing is known.
    Unknown,
}

/// A value as it is compared.
pub enum Key {
    Whole(i64),
    Float(f64),
    Money(Money),
    Date(NaiveDate),
    Text(Vec<u8>),
    Unknown,
}

impl Order {
    /// Reads the order of a list of rows of a type.
    pub fn read(of: &'static Object, given: Given<'_>) -> Result<Self> {
        let at = Place::argument("orderBy");
        let items = given.items();
        if items.len() > MAX_TERMS {
            let count = items.len();
            let takes = format!("takes at most {MAX_TERMS} things to order by, not {count}");
            return Err(at.wrong(&takes));
        }
        let terms = items.enumerate();
        let terms = terms.map(|(number, given)| Term::read(of, given, at.item(number)));
        Ok(Self(terms.collect::<Result<_>>()?))
    }

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
    pub(super) fn values(&self, scope: &Scope, place: u32) -> Vec<Ordered> {
        let value = |term: &Term| Ordered::of(term.by.value(scope, place, term.language));
        self.0.iter().map(value).collect()
    }

    /// The same to compare.
    pub(super) fn keys(&self, scope: &Scope, place: u32) -> Vec<Key> {
        let key = |term: &Term| term.key(term.by.value(scope, place, term.language));
        self.0.iter().map(key).collect()
    }

    /// What a cursor keeps, to compare; `None` if it is not of this order.
    pub(super) fn keys_of(&self, values: &[Ordered]) -> Option<Vec<Key>> {
        let terms = self.0.iter().zip(values);
        (values.len() == self.0.len())
            .then(|| terms.map(|(term, value)| term.key_of(value)).collect())?
    }

    /// Which of two rows comes first.
    pub(super) fn compare(&self, one: &[Key], other: &[Key]) -> Ordering {
        let terms = self.0.iter().zip(one.iter().zip(other));
        let mut orderings = terms.map(|(term, (one, other))| term.compare(one, other));
        orderings
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl Ordered {
    /// The same, with a number that is whole as such: cursors of earlier releases have `3.0` for 3, and
    /// days for dates.
    fn whole(self) -> Self {
        match self {
            Self::Float(number) => match number.to_string().parse() {
                Ok(number) => Self::Whole(number),
                Err(_) => Self::Float(number),
            },
            other => other,
        }
    }

    fn of(value: Value<'_>) -> Self {
        let whole = |count: usize| Self::Whole(i64::try_from(count).unwrap_or(i64::MAX));
        match value {
            Value::Unknown => Self::Unknown,
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Int(number) => Self::Whole(number.into()),
            Value::Count(count) => whole(count),
            Value::Word(place) => whole(place),
            Value::Row(place) => Self::Whole(place.into()),
            Value::Flag(flag) => Self::Whole(flag.into()),
            Value::Float(number) => Self::Float(number),
            Value::Money(money) => Self::Text(money.to_string()),
            Value::Date(date) => Self::Text(date.to_string()),
        }
    }
}

impl Term {
    fn read(of: &'static Object, given: Given<'_>, at: Place<'_>) -> Result<Self> {
        let mut by = None;
        let (mut direction, mut nulls) = (OrderDirection::Asc, NullsOrder::Last);
        let mut language = Language::En;
        for (name, given) in given.inputs() {
            let at = at.input(name);
            match name {
                "field" => {
                    let word = given.text().map(|word| &**word);
                    let mut orders = of.orders().iter();
                    by = orders.find(|by| Some(by.name.as_str()) == word);
                }
                "direction" => Word(direction) = Argued::read(Some(given), at)?,
                "nulls" => Word(nulls) = Argued::read(Some(given), at)?,
                _ => Word(language) = Argued::read(Some(given), at)?,
            }
        }
        Ok(Self {
            by: by.ok_or_else(|| at.wrong("takes a `field` to order by"))?,
            descending: direction == OrderDirection::Desc,
            unknown_first: nulls == NullsOrder::First,
            language,
        })
    }

    fn key(&self, value: Value<'_>) -> Key {
        match value {
            Value::Text(text) => Key::Text(collation_key(text, self.language)),
            Value::Float(number) => Key::Float(number),
            Value::Money(money) => Key::Money(money),
            Value::Date(date) => Key::Date(date),
            other => match Ordered::of(other) {
                Ordered::Whole(number) => Key::Whole(number),
                _ => Key::Unknown,
            },
        }
    }

    /// The key of what a cursor keeps; `None` if it is no value of this measure.
    fn key_of(&self, value: &Ordered) -> Option<Key> {
        let is_count = matches!(self.by.path, Path::Count(_));
        let value = &value.clone().whole();
        Some(match (value, &self.by.field().kind) {
            (Ordered::Unknown, _) => Key::Unknown,
            (Ordered::Whole(number), _) if is_count => Key::Whole(*number),
            (Ordered::Text(text), Kind::Date(_)) => Key::Date(text.parse().ok()?),
            (Ordered::Whole(days), Kind::Date(_)) => {
                let days = i32::try_from(*days).ok()?;
                Key::Date(NaiveDate::from_num_days_from_ce_opt(days)?)
            }
            (Ordered::Text(text), Kind::Money(..)) => Key::Money(Money::read(text)?),
            (Ordered::Text(text), Kind::Id(..) | Kind::Key(..) | Kind::Text(_) | Kind::Name(_)) => {
                Key::Text(collation_key(text, self.language))
            }
            (Ordered::Float(number), Kind::Float(..)) => Key::Float(*number),
            (Ordered::Whole(number), Kind::Float(..)) => {
                Key::Float(f64::from(i32::try_from(*number).ok()?))
            }
            (
                Ordered::Whole(number),
                Kind::Int(_) | Kind::Year(_) | Kind::Flag(_) | Kind::Word(..),
            ) => Key::Whole(*number),
            _ => return None,
        })
    }

    fn compare(&self, one: &Key, other: &Key) -> Ordering {
        let known = match (one, other) {
            (Key::Whole(one), Key::Whole(other)) => one.cmp(other),
            (Key::Float(one), Key::Float(other)) => one.total_cmp(other),
            (Key::Money(one), Key::Money(other)) => one.compare(*other),
            (Key::Date(one), Key::Date(other)) => one.cmp(other),
            (Key::Text(one), Key::Text(other)) => one.cmp(other),
            (Key::Unknown, Key::Unknown) => return Ordering::Equal,
            (Key::Unknown, _) if self.unknown_first => return Ordering::Less,
            (_, Key::Unknown) if !self.unknown_first => return Ordering::Less,
            (Key::Unknown, _) | (_, Key::Unknown) => return Ordering::Greater,
            // Keys of one measure are of one kind.
            _ => Ordering::Equal,
        };
        if self.descending {
            known.reverse()
        } else {
            known
        }
    }
}
