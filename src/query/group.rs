//! Rows counted by what they have.

use std::cmp::Ordering;
use std::collections::HashMap;

use entity::values::Language;

use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::count;
use crate::model::{Field, Kind, Measure, Object, Path, Value};
use crate::money::Money;
use crate::vocabulary::words;
use crate::work::Work;

/// The most things that rows are grouped by at once.
pub const MAX_KEYS: usize = 3;
/// The most groups.
pub const MAX_GROUPS: usize = 1000;

words! {
    /// The order of groups.
    pub GroupOrder {
        /// By the number of nodes, from the greatest to the least; ties by key.
        Count = "COUNT",
        /// By what the nodes have in common: years from early to late, words in their vocabulary's order,
        /// texts by code point, nodes in their list's order; what is not known last.
        Key = "KEY",
    }
}

/// What rows of a group have in common, by one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Common<'v> {
    /// A whole number, a year, a decade's first year; true or false.
    Whole(i64),
    /// A word, by its place in its vocabulary.
    Word(usize),
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
    pub values: [Common<'v>; MAX_KEYS],
    /// Their places.
    pub places: Vec<u32>,
}

/// How rows are to be grouped.
#[derive(Clone)]
pub struct GroupRequest {
    /// What they are to have in common.
    pub keys: Vec<&'static Measure>,
    order: GroupOrder,
    first: Option<usize>,
}

impl GroupRequest {
    /// Groups by keys, so many at most.
    pub fn new(keys: Vec<&'static Measure>, order: GroupOrder, first: Option<i32>) -> Result<Self> {
        if keys.len() > MAX_KEYS {
            let takes = format!("takes at most {MAX_KEYS} keys, not {}", keys.len());
            return Err(Error::bad_input("keys", &takes));
        }
        let first = first.map(|first| count("first", first, MAX_GROUPS));
        Ok(Self {
            keys,
            order,
            first: first.transpose()?,
        })
    }

    /// The groups of rows, in the order that is asked for. A row that has several values is in several
    /// groups.
    pub fn groups<'v>(
        &self,
        scope: &'v Scope,
        places: &[u32],
        work: &Work,
    ) -> Result<Vec<Group<'v>>> {
        let mut groups = group(scope, places, &self.keys, work)?;
        if self.order == GroupOrder::Count {
            groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
        }
        if self.first.is_none() && groups.len() > MAX_GROUPS {
            let takes = format!(
                "is needed for the {} groups that these keys make: ask for up to {MAX_GROUPS}",
                groups.len()
            );
            return Err(Error::bad_input("first", &takes));
        }
        groups.truncate(self.first.unwrap_or(MAX_GROUPS));
        Ok(groups)
    }
}

/// The groups of rows by keys, in the order of what they have in common.
fn group<'v>(
    scope: &'v Scope,
    places: &[u32],
    keys: &[&'static Measure],
    work: &Work,
) -> Result<Vec<Group<'v>>> {
    let mut groups: HashMap<[Common<'v>; MAX_KEYS], Vec<u32>> = HashMap::new();
    let mut values: Vec<[Common<'v>; MAX_KEYS]> = Vec::new();
    let mut of_row = Vec::new();
    for place in places {
        values.clear();
        values.push([Common::Unknown; MAX_KEYS]);
        for (at, key) in keys.iter().enumerate() {
            commons(scope, *place, key, &mut of_row);
            // Each so far with each of these: the first takes its place, the others come behind.
            for other in 0..values.len() {
                for common in &of_row[1..] {
                    let mut with = values[other];
                    with[at] = *common;
                    values.push(with);
                }
                values[other][at] = of_row[0];
            }
        }
        work.spend_on(values.len() + keys.len())?;
        for value in &values {
            groups.entry(*value).or_default().push(*place);
        }
    }
    let groups = groups.into_iter();
    let mut groups: Vec<_> = groups
        .map(|(values, places)| Group { values, places })
        .collect();
    groups.sort_unstable_by(|one, other| one.values.cmp(&other.values));
    Ok(groups)
}

/// Puts what a row has by a key in place of what was there: at least one thing, each once.
pub(super) fn commons<'v>(
    scope: &'v Scope,
    place: u32,
    key: &Measure,
    of_row: &mut Vec<Common<'v>>,
) {
    of_row.clear();
    match (&key.path, &key.field().kind) {
        (Path::Own(_), Kind::Many(list)) => {
            let places = list.relation.many(scope, place);
            of_row.extend(places.iter().map(|place| Common::Row(*place)));
        }
        (Path::Own(_), Kind::Words(get, _)) => {
            of_row.extend(get(scope, place).into_iter().map(Common::Word));
            of_row.sort_unstable();
            of_row.dedup();
        }
        _ => of_row.push(match key.value(scope, place, Language::En) {
            Value::Int(number) => Common::Whole(number.into()),
            Value::Count(count) => Common::Whole(i64::try_from(count).unwrap_or(i64::MAX)),
            Value::Flag(flag) => Common::Whole(flag.into()),
            Value::Word(word) => Common::Word(word),
            Value::Text(text) => Common::Text(text),
            Value::Row(place) => Common::Row(place),
            Value::Float(_) | Value::Money(_) | Value::Date(_) | Value::Unknown => Common::Unknown,
        }),
    }
    if of_row.is_empty() {
        of_row.push(Common::Unknown);
    }
}

/// What the numbers of some rows come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// The least.
    pub min: Number,
    /// The greatest.
    pub max: Number,
    /// All together.
    pub sum: Number,
}

/// A number of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Whole(i64),
    /// Another number.
    Float(f64),
    /// An amount of money.
    Money(Money),
}

impl Number {
    fn of(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Int(number) => Self::Whole(number.into()),
            Value::Count(count) => Self::Whole(i64::try_from(count).ok()?),
            Value::Float(number) => Self::Float(number),
            Value::Money(money) => Self::Money(money),
            _ => return None,
        })
    }

    fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.cmp(&other),
            (Self::Float(one), Self::Float(other)) => one.total_cmp(&other),
            (Self::Money(one), Self::Money(other)) => one.compare(other),
            // The numbers of one measure are of one kind.
            _ => Ordering::Equal,
        }
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Self::Whole(one.saturating_add(other)),
            (Self::Float(one), Self::Float(other)) => Self::Float(one + other),
            (Self::Money(one), Self::Money(other)) => Self::Money(one.plus(other)),
            (one, _) => one,
        }
    }
}

/// What a number of some rows comes to; nothing where none is known. The error is the field that names
/// the number's unit, where the rows are not of one unit.
pub fn numbers(
    scope: &Scope,
    of: &'static Object,
    places: &[u32],
    number: &Measure,
) -> std::result::Result<Option<Numbers>, &'static str> {
    let unit: Option<(&str, &Field)> = match &number.field().kind {
        Kind::Float(_, name) | Kind::Money(_, name) => {
            of.asked_by(name).map(|field| (*name, field))
        }
        _ => None,
    };
    let mut one_unit: Option<Value<'_>> = None;
    let mut numbers: Option<Numbers> = None;
    for place in places {
        let Some(value) = Number::of(number.value(scope, *place, Language::En)) else {
            continue;
        };
        if let Some((name, field)) = unit {
            let unit = field.value(scope, *place, Language::En);
            if *one_unit.get_or_insert(unit) != unit {
                return Err(name);
            }
        }
        numbers = Some(numbers.map_or(
            Numbers {
                min: value,
                max: value,
                sum: value,
            },
            |before| Numbers {
                min: if value.compare(before.min).is_lt() {
                    value
                } else {
                    before.min
                },
                max: if value.compare(before.max).is_gt() {
                    value
                } else {
                    before.max
                },
                sum: before.sum.plus(value),
            },
        ));
    }
    Ok(numbers)
}
