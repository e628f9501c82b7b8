//! The order of rows, the same on both databases: text by code point, capitals as small letters,
//! what is not known last, ties by id.

use entity::tables::Table;
use sea_orm::{ModelTrait, Value};
use serde::{Deserialize, Serialize};

/// A row's place in its table's order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrderKey(Vec<Key>, String);

/// A value to order by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
    Unknown,
}

/// The place of a row.
#[must_use]
pub fn order_key<E: Table>(row: &E::Model) -> OrderKey {
    let values = E::ORDER.iter().map(|column| match row.get(*column) {
        Value::Int(Some(number)) => Key::Number(number.into()),
        Value::BigInt(Some(number)) => Key::Number(number),
        Value::String(Some(text)) => Key::Text(text.to_lowercase()),
        Value::ChronoDate(Some(date)) => Key::Text(date.format("%Y-%m-%d").to_string()),
        _ => Key::Unknown,
    });
    OrderKey(values.collect(), E::subject(row).1.to_owned())
}
