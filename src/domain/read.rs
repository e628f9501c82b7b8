//! Reading records strictly: every fault is found, not the first.
//!
//! What stops at the first value that is wrong is of no use to who mends a record: here its keys are read one by
//! one. The values are of TOML's kinds, which the files are written in: no others have a day among them.

use serde::Serialize;
use toml::Value;

use super::fault::{Fault, Place};
use super::shape::{KeyShape, Taken, Takes};

/// What can stand at a key.
pub(super) trait Read: Sized {
    /// What it takes.
    const TAKES: Takes;

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

impl KeyShape {
    /// The shape of a key whose values are of a type.
    pub(super) const fn of<T: Read>(name: &'static str) -> Self {
        Self {
            name,
            takes: T::TAKES,
        }
    }
}

/// Whether serde leaves the key out.
pub(super) fn is_blank<T: Read>(value: &T) -> bool {
    value.is_blank()
}

/// The fault of a value of another kind.
pub(super) fn other_kind(takes: &str, value: &Value, place: &Place<'_>) -> Fault {
    let is = match value {
        Value::String(text) => format!("the text {}", crate::error::shown(text)),
        Value::Integer(number) => format!("the number {number}"),
        Value::Float(number) => format!("the number {number}"),
        Value::Boolean(is_so) => is_so.to_string(),
        Value::Datetime(date) => format!("the date {date}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    };
    place.fault(format!("takes {takes}, not {is}"))
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
        assert!(self.known.contains(&key), "{key} is a key of the record");
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
    /// Its keys.
    const KEYS: &'static [KeyShape];

    /// Reads the record; `None` after a fault.
    fn from_table(table: toml::Table, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self>;
}

/// A record that its aggregate has once, as `[name]`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Single<T>(pub(super) T);

impl<T: FromTable> Read for Single<T> {
    const TAKES: Takes = Takes::one(Taken::Record);

    fn read(value: Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let Value::Table(table) = value else {
            faults.push(place.fault("is no table"));
            return None;
        };
        T::from_table(table, place, faults).map(Self)
    }
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
