//! How long the texts of a field are: what it takes to compare them.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use entity::values::Language;
use sea_orm::Iterable;

use crate::graph::{Kept, Scope};
use crate::model::{Field, Kind, Object, Value};
use crate::work::BYTES;

/// The greatest lengths of a snapshot that were asked for, by where their fields lie in memory.
#[derive(Default)]
struct Longest(RwLock<HashMap<usize, u64>>);

impl Kept for Longest {}

/// What it takes to compare a row's texts of a field once, in units of work beside that of the condition.
#[must_use]
pub(super) fn text_units(scope: &Scope, field: &Field, place: u32) -> u64 {
    let bytes: usize = match &field.kind {
        Kind::Text(_) => match field.value(scope, place, Language::En) {
            Value::Text(text) => text.len(),
            _ => 0,
        },
        Kind::Name(get) => {
            let names = Language::iter().map(|language| get(scope, place, language).len());
            let others = field.other_names.iter();
            let others = others.flat_map(|get| get(scope, place)).map(String::len);
            names.chain(others).sum()
        }
        Kind::Texts(get) => get(scope, place).iter().map(String::len).sum(),
        _ => 0,
    };
    (bytes / BYTES) as u64
}

/// The same for any row of a type at most: gone through once for a snapshot.
#[must_use]
pub fn most_text_units(scope: &Scope, of: &Object, field: &Field) -> u64 {
    if !matches!(field.kind, Kind::Text(_) | Kind::Name(_) | Kind::Texts(_)) {
        return 0;
    }
    let Longest(known) = scope.snapshot.kept(Longest::default);
    let address = std::ptr::from_ref(field).addr();
    let read = known.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(units) = read.get(&address) {
        return *units;
    }
    drop(read);
    let places = of
        .rows
        .map_or(&[][..], |rows| scope.snapshot.all(rows.table));
    let units = places
        .iter()
        .map(|place| text_units(scope, field, *place))
        .max()
        .unwrap_or_default();
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(address, units);
    units
}
