//! The kinds of value in the data files, and how each is read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::values::{Language, Names};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::fault::{Fault, Place};
use super::read::{Read, by_serde};

/// Types that serde reads as they are.
macro_rules! plain {
    ($($name:ty),*) => {$(
        impl Read for $name {
            fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
                by_serde(from, place, faults)
            }
        }
    )*};
}

plain!(u16);

/// Declares texts that each mean something: they are read and written as a text is.
macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub(in crate::dataset) struct $name(pub(in crate::dataset) String);

        impl $crate::dataset::read::Read for $name {
            fn read(
                value: toml::Value,
                place: &$crate::dataset::fault::Place<'_>,
                faults: &mut Vec<$crate::dataset::fault::Fault>,
            ) -> Option<Self> {
                String::read(value, place, faults).map(Self)
            }
        }
    )*};
}
pub(super) use texts;

/// A word of a closed vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Word<T>(pub(super) T);

impl<T: DeserializeOwned> Read for Word<T> {
    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        by_serde(from, place, faults).map(Self)
    }
}

/// Whether something is so; left out where it is not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Flag(pub(super) bool);

impl Read for Flag {
    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        by_serde(from, place, faults).map(Self)
    }

    fn absent(_: &Place<'_>, _: &mut Vec<Fault>) -> Option<Self> {
        Some(Self(false))
    }

    fn is_blank(&self) -> bool {
        !self.0
    }
}

/// An integer or a decimal number, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a number")]
pub(super) enum Number {
    /// An integer.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
}

impl Read for Number {
    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let number: Self = by_serde(from, place, faults)?;
        if let Self::Decimal(decimal) = number
            && !decimal.is_finite()
        {
            faults.push(place.fault(format!("takes a number, not {decimal}")));
            return None;
        }
        Some(number)
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
    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let text: Self = by_serde(from, place, faults)?;
        if text.trim().is_empty() {
            faults.push(place.fault("is empty: leave the key out where nothing is known"));
        } else if text.trim() != text {
            faults.push(place.fault("starts or ends with a space"));
        } else if text.chars().any(char::is_control) {
            faults.push(place.fault("has a control character or a line break"));
        } else {
            return Some(text);
        }
        None
    }
}

/// A year of the common era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Year(pub(super) i32);

impl Read for Year {
    fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let year = by_serde(from, place, faults)?;
        if (1900..=2100).contains(&year) {
            return Some(Self(year));
        }
        faults.push(place.fault(format!("{year} is no year from 1900 to 2100")));
        None
    }
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl Read for Day {
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

/// The elements of an array, those that could be read.
fn elements<T: Read>(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Vec<T>> {
    let Value::Array(array) = value else {
        faults.push(place.fault("is no list"));
        return None;
    };
    let before = faults.len();
    let read = |value| T::read(value, place, faults);
    let list: Vec<T> = array.into_iter().filter_map(read).collect();
    (faults.len() == before).then_some(list)
}

/// A list that may be empty, and is then left out.
impl<T: Read> Read for Vec<T> {
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
    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let list: Vec<T> = elements(value, place, faults)?;
        if list.is_empty() {
            faults.push(place.fault("is empty: it takes at least one"));
            return None;
        }
        if (1..list.len()).any(|at| list[..at].contains(&list[at])) {
            faults.push(place.fault("names one thing twice"));
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
    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let Value::Table(table) = value else {
            faults.push(place.fault("is no table of names by language, as in { en = \"…\" }"));
            return None;
        };
        let mut names = BTreeMap::new();
        let before = faults.len();
        for (code, name) in table {
            let here = place.key(&code);
            match Value::String(code.clone()).try_into::<Language>() {
                Ok(language) => {
                    names.extend(String::read(name, &here, faults).map(|name| (language, name)));
                }
                Err(error) => faults.push(here.fault(error.message())),
            }
        }
        if !names.contains_key(&Language::En) {
            String::absent(&place.key("en"), faults);
        }
        (faults.len() == before).then_some(Self(names))
    }
}
