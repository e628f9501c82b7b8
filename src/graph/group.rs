//! Rows counted by what they have.

use std::collections::HashMap;

use entity::values::Language;

use super::catalog::{Field, Kind, Measure, Path, Type, Unit, Value, ordinal};
use super::row::View;

/// The most things that rows are grouped by at once.
pub const MAX_KEYS: usize = 3;

/// What rows of a group have in common, by one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InCommon<'v> {
    /// A number: a year, a decade's first year, a word's place in its vocabulary.
    Number(i64),
    /// A text.
    Text(&'v str),
    /// A row, by its place.
    Row(u32),
    /// Nothing is known, or there is none.
    Unknown,
}

/// Rows that have something in common.
#[derive(Debug)]
pub struct Group<'v> {
    /// What they have in common, by each key in the keys' order.
    pub values: [InCommon<'v>; MAX_KEYS],
    /// Their places.
    pub places: Vec<u32>,
}

/// The groups of the rows at places by keys, in the order of what they have in common. A row that
/// has several values is in several groups.
#[must_use]
pub fn groups<'v>(view: &'v View, places: &[u32], keys: &[&'static Measure]) -> Vec<Group<'v>> {
    let mut groups: HashMap<[InCommon<'v>; MAX_KEYS], Vec<u32>> = HashMap::new();
    let mut values: Vec<[InCommon<'v>; MAX_KEYS]> = Vec::new();
    for place in places {
        values.clear();
        values.push([InCommon::Unknown; MAX_KEYS]);
        for (at, key) in keys.iter().enumerate().take(MAX_KEYS) {
            let of_row = commons(view, *place, key);
            let with = |others: &[InCommon<'v>; MAX_KEYS], common| {
                let mut values = *others;
                values[at] = common;
                values
            };
            values = values
                .iter()
                .flat_map(|others| of_row.iter().map(move |common| with(others, *common)))
                .collect();
        }
        for value in &values {
            groups.entry(*value).or_default().push(*place);
        }
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(values, places)| Group { values, places })
        .collect();
    groups.sort_unstable_by(|one, other| one.values.cmp(&other.values));
    groups
}

/// What a row has by a key: at least one thing, each once.
fn commons<'v>(view: &'v View, place: u32, key: &Measure) -> Vec<InCommon<'v>> {
    let field = key.field();
    let several = |commons: Vec<InCommon<'v>>| {
        if commons.is_empty() {
            vec![InCommon::Unknown]
        } else {
            commons
        }
    };
    match (&key.path, &field.kind) {
        (Path::Own(_), Kind::Many(get, _, _)) => several(
            get(view, place)
                .iter()
                .map(|place| InCommon::Row(*place))
                .collect(),
        ),
        (Path::Own(_), Kind::One(get, _)) => {
            vec![get(view, place).map_or(InCommon::Unknown, InCommon::Row)]
        }
        (Path::Own(_), Kind::Words(get, _)) => {
            let mut words = get(view, place);
            words.sort_unstable();
            words.dedup();
            several(
                words
                    .into_iter()
                    .map(|word| number(ordinal(word)))
                    .collect(),
            )
        }
        _ => vec![match key.value(view, place, Language::En) {
            Value::Number(value) => number(value),
            Value::Text(text) => InCommon::Text(text),
            Value::Unknown => InCommon::Unknown,
        }],
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "years, decades and places of words are small whole numbers"
)]
fn number(value: f64) -> InCommon<'static> {
    InCommon::Number(value as i64)
}

/// What the numbers of some rows come to; nothing where none is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// All together.
    pub sum: f64,
}

/// What a number of the rows at places comes to. The error is the field that names the number's unit,
/// where the rows are not of one unit.
pub fn numbers(
    view: &View,
    of: &'static Type,
    places: &[u32],
    number: &Measure,
) -> Result<Option<Numbers>, &'static str> {
    let unit: Option<(&str, &Field)> = match &number.field().kind {
        Kind::Number(_, Unit::Named(name)) => of.field(name).map(|field| (*name, field)),
        _ => None,
    };
    let mut units: Vec<Value<'_>> = Vec::new();
    let mut numbers: Option<Numbers> = None;
    for place in places {
        let Value::Number(value) = number.value(view, *place, Language::En) else {
            continue;
        };
        if let Some((name, field)) = unit {
            let unit = field.value(view, *place, Language::En);
            if units.iter().any(|other| *other != unit) {
                return Err(name);
            }
            units = vec![unit];
        }
        let before = numbers.unwrap_or(Numbers {
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            sum: 0.0,
        });
        numbers = Some(Numbers {
            min: before.min.min(value),
            max: before.max.max(value),
            sum: before.sum + value,
        });
    }
    Ok(numbers)
}
