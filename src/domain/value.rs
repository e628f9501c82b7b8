//! The kinds of value that records have, and how each is read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::enums::Vocabulary;
use entity::values::{Language, Names};
use sea_orm::Iterable as _;
use serde::Serialize;
use toml::Value;

use super::fault::{Fault, Place};
use super::read::{Read, other_kind};
use super::shape::{Taken, Takes};
use super::text::text_fault;

impl Read for u16 {
    const TAKES: Takes = Takes::one(Taken::Int);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let number = from.as_integer().and_then(|number| number.try_into().ok());
        if number.is_none() {
            faults.push(other_kind("a whole number from 0 to 65535", &from, place));
        }
        number
    }
}

/// How many there are of something, or which of several it is: a whole number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Count(pub(super) i32);

impl Read for Count {
    const TAKES: Takes = Takes::one(Taken::Int);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let count = from.as_integer().and_then(|count| count.try_into().ok());
        let count = count.filter(|count| *count > 0);
        if count.is_none() {
            faults.push(other_kind("a whole number from 1", &from, place));
        }
        count.map(Self)
    }
}

/// Declares texts that each mean something, with what is taken by them: they are read and written as a text is.
macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident: $taken:expr;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub(in crate::domain) struct $name(pub(in crate::domain) String);

        impl $crate::domain::read::Read for $name {
            const TAKES: $crate::domain::shape::Takes = $crate::domain::shape::Takes::one($taken);

            fn read(
                value: toml::Value,
                place: &$crate::domain::fault::Place<'_>,
                faults: &mut Vec<$crate::domain::fault::Fault>,
            ) -> Option<Self> {
                String::read(value, place, faults).map(Self)
            }
        }
    )*};
}
pub(super) use texts;

texts! {
    /// What a source says: its id, or its id and a place in it, as `<source>#<place>`.
    Citation: Taken::Citation;
}

/// A word of a closed vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Vocabulary> Read for Word<T> {
    const TAKES: Takes = Takes::one(Taken::Word(T::NAME));

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let is_meant = |word: &T| from.as_str() == Some(&word.word());
        let word = T::iter().find(is_meant);
        if word.is_none() {
            let words: Vec<_> = T::iter().map(Vocabulary::word).collect();
            let takes = format!("one of {}", words.join(", "));
            faults.push(other_kind(&takes, &from, place));
        }
        word.map(Self)
    }
}

/// Whether something is so; left out where it is not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Flag(pub(super) bool);

impl Read for Flag {
    const TAKES: Takes = Takes::one(Taken::Flag).or_nothing();

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let is_so = from.as_bool();
        if is_so.is_none() {
            faults.push(other_kind("true or false", &from, place));
        }
        is_so.map(Self)
    }

    fn absent(_: &Place<'_>, _: &mut Vec<Fault>) -> Option<Self> {
        Some(Self(false))
    }

    fn is_blank(&self) -> bool {
        !self.0
    }
}

/// An integer or a decimal number, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Number {
    /// An integer.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
}

impl Read for Number {
    const TAKES: Takes = Takes::one(Taken::Number);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match from {
            Value::Integer(number) => return Some(Self::Integer(number)),
            Value::Float(number) if number.is_finite() => return Some(Self::Decimal(number)),
            _ => faults.push(other_kind("a number", &from, place)),
        }
        None
    }
}

impl Number {
    /// The number in decimal digits.
    pub(super) fn text(self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
        }
    }

    /// The number as a double, as it is stored where it counts anything but money.
    pub(super) fn value(self) -> f64 {
        self.text().parse().unwrap_or(f64::NAN)
    }

    /// The number that decimal digits are, an integer where they are one.
    pub(super) fn from_text(text: &str) -> Self {
        let decimal = || text.parse().map_or(Self::Decimal(f64::NAN), Self::Decimal);
        text.parse().map_or_else(|_| decimal(), Self::Integer)
    }
}

impl Read for String {
    const TAKES: Takes = Takes::one(Taken::Text);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let Value::String(text) = from else {
            faults.push(other_kind("a text", &from, place));
            return None;
        };
        match text_fault(&text) {
            None => Some(text),
            Some(fault) => {
                faults.push(place.fault(fault));
                None
            }
        }
    }
}

/// A year of the common era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Year(pub(super) i32);

impl Read for Year {
    const TAKES: Takes = Takes::one(Taken::Int);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let year = from.as_integer().and_then(|year| year.try_into().ok());
        let year = year.filter(|year| (1900..=2100).contains(year));
        if year.is_none() {
            faults.push(other_kind("a year from 1900 to 2100", &from, place));
        }
        year.map(Self)
    }
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl Read for Day {
    const TAKES: Takes = Takes::one(Taken::Day);

    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let day = match from {
            Value::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()),
            _ => None,
        };
        if day.is_none() {
            faults.push(place.fault("is no date: write it as 2019-11-21, without quotes"));
        }
        day.map(Self)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.format("%Y-%m-%d").to_string();
        let date: toml::value::Datetime = text.parse().map_err(serde::ser::Error::custom)?;
        date.serialize(serializer)
    }
}

impl<T: Read> Read for Option<T> {
    const TAKES: Takes = T::TAKES.or_nothing();

    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        T::read(value, place, faults).map(Some)
    }

    fn absent(_: &Place<'_>, _: &mut Vec<Fault>) -> Option<Self> {
        Some(None)
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

/// The elements of an array, if all could be read and none stands twice.
fn elements<T: Read + PartialEq>(
    value: Value,
    place: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Vec<T>> {
    let Value::Array(array) = value else {
        faults.push(place.fault("is no list"));
        return None;
    };
    let before = faults.len();
    let read = |value| T::read(value, place, faults);
    let list: Vec<T> = array.into_iter().filter_map(read).collect();
    if (1..list.len()).any(|at| list[..at].contains(&list[at])) {
        faults.push(place.fault(TWICE));
    }
    (faults.len() == before).then_some(list)
}

/// What is wrong with a list that has the same in it more than once.
pub(super) const TWICE: &str = "names one thing twice";

/// A list that may be empty, and is then left out.
impl<T: Read + PartialEq> Read for Vec<T> {
    const TAKES: Takes = T::TAKES.several(false);

    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        elements(value, place, faults)
    }

    fn absent(_: &Place<'_>, _: &mut Vec<Fault>) -> Option<Self> {
        Some(Self::new())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// A list that must be there and have something in it, nothing twice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct NonEmpty<T>(pub(super) Vec<T>);

impl<T: Read + PartialEq> Read for NonEmpty<T> {
    const TAKES: Takes = T::TAKES.several(true);

    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let list: Vec<T> = elements(value, place, faults)?;
        if list.is_empty() {
            faults.push(place.fault("is empty: it takes at least one"));
            return None;
        }
        Some(Self(list))
    }
}

impl<T> FromIterator<T> for NonEmpty<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self(list.into_iter().collect())
    }
}

impl<T> IntoIterator for NonEmpty<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'l, T> IntoIterator for &'l NonEmpty<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A name by language; English must be among them.
impl Read for Names {
    const TAKES: Takes = Takes::one(Taken::Names);

    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let Value::Table(table) = value else {
            faults.push(place.fault("is no table of names by language, as in { en = \"…\" }"));
            return None;
        };
        let mut names = BTreeMap::new();
        let before = faults.len();
        for (code, name) in table {
            let here = place.key(&code);
            if let Some(language) = Language::iter().find(|language| language.code() == code) {
                names.extend(String::read(name, &here, faults).map(|name| (language, name)));
            } else {
                let codes: Vec<_> = Language::iter().map(Language::code).collect();
                let message = format!("is no language of the data set: {}", codes.join(", "));
                faults.push(here.fault(message));
            }
        }
        if !names.contains_key(&Language::En) {
            String::absent(&place.key("en"), faults);
        }
        (faults.len() == before).then_some(Self(names))
    }
}
