//! Rows counted by what they have.

use std::collections::HashMap;

use entity::values::Language;

use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::count;
use crate::model::{Kind, Measure, Object, Path, Value};
use crate::money::Decimal;
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
    // The row that has the values.
    let owner = match key.path {
        Path::Own(_) => Some(place),
        Path::Through(field, _) => match field.value(scope, place, Language::En) {
            Value::Row(place) => Some(place),
            _ => None,
        },
        Path::Count(_) | Path::Decade(_) => None,
    };
    match (owner, &key.field().kind) {
        (Some(place), Kind::Many(list)) => {
            let places = list.relation.many(scope, place);
            of_row.extend(places.iter().map(|place| Common::Row(*place)));
        }
        (Some(place), Kind::Words(get, _)) => {
            of_row.extend(get(scope, place).into_iter().map(Common::Word));
            of_row.sort_unstable();
            of_row.dedup();
        }
        (Some(place), Kind::Texts(get)) => {
            of_row.extend(get(scope, place).iter().map(|text| Common::Text(text)));
            of_row.sort_unstable();
            of_row.dedup();
        }
        (None, Kind::Many(_) | Kind::Words(..) | Kind::Texts(_))
            if matches!(key.path, Path::Through(..)) => {}
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

/// What the numbers of some rows come to, exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// The least.
    pub min: Decimal,
    /// The greatest.
    pub max: Decimal,
    /// All together.
    pub sum: Decimal,
}

/// Why numbers of rows do not come to anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumbers {
    /// They are in units that differ; the field that names the unit.
    Units(&'static str),
    /// Together they have more digits than are counted with.
    TooLarge,
}

/// A number of a row.
fn number(value: Value<'_>) -> std::result::Result<Option<Decimal>, NoNumbers> {
    Ok(Some(match value {
        Value::Int(number) => Decimal::whole(number.into()),
        Value::Count(count) => match i64::try_from(count) {
            Ok(count) => Decimal::whole(count),
            Err(_) => return Err(NoNumbers::TooLarge),
        },
        Value::Float(number) => Decimal::read(&number.to_string()).ok_or(NoNumbers::TooLarge)?,
        Value::Money(money) => money.into(),
        _ => return Ok(None),
    }))
}

/// What names the unit of a number, if something does.
fn unit(of: &'static Object, number: &Measure) -> Option<(&'static str, Path)> {
    let (Kind::Float(_, name) | Kind::Money(_, name)) = &number.field().kind else {
        return None;
    };
    let path = match number.path {
        Path::Own(_) => Path::Own(of.asked_by(name)?),
        Path::Through(field, _) => Path::Through(field, field.target()?.of().asked_by(name)?),
        Path::Count(_) | Path::Decade(_) => return None,
    };
    Some((name, path))
}

/// What a number of some rows comes to; nothing where none is known.
pub fn numbers(
    scope: &Scope,
    of: &'static Object,
    places: &[u32],
    measure: &Measure,
) -> std::result::Result<Option<Numbers>, NoNumbers> {
    let unit = unit(of, measure);
    let mut one_unit: Option<Value<'_>> = None;
    let mut numbers: Option<Numbers> = None;
    for place in places {
        let Some(value) = number(measure.value(scope, *place, Language::En))? else {
            continue;
        };
        if let Some((name, path)) = unit {
            let unit = path.value(scope, *place, Language::En);
            if *one_unit.get_or_insert(unit) != unit {
                return Err(NoNumbers::Units(name));
            }
        }
        numbers = Some(match numbers {
            None => Numbers {
                min: value,
                max: value,
                sum: value,
            },
            Some(Numbers { min, max, sum }) => Numbers {
                min: if value.compare(min).is_lt() {
                    value
                } else {
                    min
                },
                max: if value.compare(max).is_gt() {
                    value
                } else {
                    max
                },
                sum: sum.plus(value).ok_or(NoNumbers::TooLarge)?,
            },
        });
    }
    Ok(numbers)
}
