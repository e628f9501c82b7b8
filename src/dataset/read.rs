//! Reading TOML strictly: every fault of a file is found, not the first.
//!
//! `serde` reads each value; what it cannot do, going on after a value that is wrong, is done here by
//! reading the fields of a record one by one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::values::Language;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::fault::{Fault, Place};

/// What can stand in a data file.
pub(super) trait Read: Sized {
    /// Reads a value; `None` after a fault.
    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self>;

    /// What a key that is not there means: a fault, if it must be.
    fn absent(place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        faults.push(place.fault("is missing"));
        None
    }

    /// Whether the key is left out when the value is written.
    fn is_blank(&self) -> bool {
        false
    }
}

/// Whether serde leaves the key out.
pub(super) fn is_blank<T: Read>(value: &T) -> bool {
    value.is_blank()
}

/// Reads one value with serde.
fn value<T: serde::de::DeserializeOwned>(
    value: Value,
    place: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let read = value.try_into::<T>();
    read.map_err(|error| faults.push(place.fault(error.message())))
        .ok()
}

/// Types that serde reads as they are.
macro_rules! plain {
    ($($name:ty),* $(,)?) => {$(
        impl Read for $name {
            fn read(from: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
                value(from, place, faults)
            }
        }
    )*};
}

plain!(
    bool,
    u16,
    Number,
    entity::enums::IscmKind,
    entity::enums::IscmStatus,
    entity::enums::MembershipRole,
    entity::enums::StructureKind,
    entity::enums::FundingKind,
    entity::enums::InstrumentKind,
    entity::enums::EventKind,
    entity::enums::GovernanceLevel,
    entity::enums::PartnerCategory,
    entity::enums::Modality,
    entity::enums::AddedValueKind,
    entity::enums::ActivityKind,
    entity::enums::CommitmentStatus,
    entity::enums::OrganizationKind,
    entity::enums::SourceKind,
    entity::enums::RespondentKind,
    entity::enums::QuestionAudience,
    entity::enums::QuestionBasis,
);

/// An integer or a decimal number, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a number")]
pub(super) enum Number {
    /// An integer.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
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
        let text: Self = value(from, place, faults)?;
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
        let year = value(from, place, faults)?;
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

/// A name by language; English must be among them.
impl Read for entity::values::Names {
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

/// The keys of a record, as they are taken one by one.
pub(super) struct Fields<'a> {
    table: toml::Table,
    place: &'a Place<'a>,
    faults: &'a mut Vec<Fault>,
    known: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// The fields of a table that knows these keys; the others are faults.
    pub(super) fn new(
        table: toml::Table,
        place: &'a Place<'a>,
        faults: &'a mut Vec<Fault>,
        known: &'static [&'static str],
    ) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let message = format!("is unknown; the keys here are {}", known.join(", "));
            faults.push(place.key(key).fault(message));
        }
        Self {
            table,
            place,
            faults,
            known,
        }
    }

    /// Takes one field.
    pub(super) fn take<T: Read>(&mut self, key: &'static str) -> Option<T> {
        debug_assert!(self.known.contains(&key), "{key} is a key of the record");
        let place = self.place.key(key);
        match self.table.remove(key) {
            Some(value) => T::read(value, &place, self.faults),
            None => T::absent(&place, self.faults),
        }
    }

    /// Takes a table of records; `None` after a fault in any of them.
    pub(super) fn take_records<T: FromTable>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let Some(value) = self.table.remove(key) else {
            return Some(Vec::new());
        };
        let Value::Array(array) = value else {
            self.faults.push(
                self.place
                    .key(key)
                    .fault(format!("is no table: write [[{key}]]")),
            );
            return None;
        };
        let before = self.faults.len();
        let mut records = Vec::with_capacity(array.len());
        for (number, value) in array.into_iter().enumerate() {
            let name = name_of(&value);
            let place = self.place.record(key, number, &name);
            match value {
                Value::Table(table) => records.extend(T::from_table(table, &place, self.faults)),
                _ => self
                    .faults
                    .push(place.fault(format!("is no record: write [[{key}]]"))),
            }
        }
        (self.faults.len() == before).then_some(records)
    }
}

/// A record: a table with known keys.
pub(super) trait FromTable: Sized {
    /// Reads the record; `None` after a fault.
    fn from_table(table: toml::Table, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self>;
}

/// What a reader recognizes a record by in a message.
fn name_of(value: &Value) -> String {
    [
        "key",
        "title",
        "name",
        "id",
        "acronym",
        "code",
        "country",
        "organization",
    ]
    .iter()
    .find_map(|key| value.get(key)?.as_str())
    .unwrap_or_default()
    .to_owned()
}
