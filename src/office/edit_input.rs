//! What is given for edits, read as values of records.

use toml::{Table, Value};

use super::draft::Intended;
use super::edit_types::{EditKey, EditType, Of, edit_types};
use crate::domain::{Edit, Taken};
use crate::error::Result;
use crate::input::{Given, Input, Place};

/// The most edits of one changeset.
pub const MAX_EDITS: usize = 200;

/// Reads the edits of a changeset.
pub(super) fn read(given: Given<'_>, at: Place<'_>) -> Result<Vec<Intended>> {
    let items = given.items();
    let count = items.len();
    if !(1..=MAX_EDITS).contains(&count) {
        return Err(at.wrong(&format!("takes 1 to {MAX_EDITS} changes, not {count}")));
    }
    let items = items.enumerate();
    items
        .map(|(number, item)| one(item, at.item(number)))
        .collect()
}

/// The one thing that is given of an object of which one is.
fn one_of<'v>(given: Given<'v>, at: &Place<'_>) -> Result<(&'v str, Given<'v>)> {
    let mut all = given
        .inputs()
        .filter(|(_, value)| *value.value() != Input::Null);
    match (all.next(), all.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(at.wrong("takes one of its inputs, and only one")),
    }
}

fn one(given: Given<'_>, at: Place<'_>) -> Result<Intended> {
    let (operation, of) = one_of(given, &at)?;
    let at = at.input(operation);
    if operation == "delete" {
        let id = text(of.input("id")).unwrap_or_default();
        let (kind, id) = node(&id, &at)?;
        return Ok(Intended {
            edit: Edit::Delete { kind, id },
            expected: expected(of),
        });
    }
    let (name, of) = one_of(of, &at)?;
    let at = at.input(name);
    let of_name = |of: &&EditType| of.field == name;
    let ty = edit_types().iter().find(of_name);
    let ty = ty.ok_or_else(|| at.wrong("is no type of records"))?;
    if operation == "create" {
        let owner = match ty.of {
            Of::Nothing | Of::Once => String::new(),
            Of::OwnKey(name) => text(of.input(name)).unwrap_or_default(),
            Of::Owner(kind) => {
                let name = super::edit_types::owner_name(kind);
                let id = text(of.input(name)).unwrap_or_default();
                let at = at.input(name);
                match node(&id, &at)? {
                    (other, id) if other == kind => id,
                    _ => return Err(at.wrong(&format!("takes the id of a `{}`", kind.name()))),
                }
            }
        };
        let (values, _) = values(ty, of, &at)?;
        return Ok(Intended {
            edit: Edit::Create {
                kind: ty.kind,
                owner,
                values,
            },
            expected: None,
        });
    }
    let id = text(of.input("id")).unwrap_or_default();
    let id = match node(&id, &at.input("id"))? {
        (kind, id) if kind == ty.kind => id,
        _ => {
            let takes = format!("takes the id of a `{}`", ty.kind.name());
            return Err(at.input("id").wrong(&takes));
        }
    };
    let (values, cleared) = values(ty, of, &at)?;
    Ok(Intended {
        edit: Edit::Update {
            kind: ty.kind,
            id,
            values,
            cleared,
        },
        expected: expected(of),
    })
}

fn expected(of: Given<'_>) -> Option<i64> {
    match of.input("expectedVersion").map(Given::value) {
        Some(Input::Int(version)) => Some(i64::from(*version)),
        _ => None,
    }
}

fn text(given: Option<Given<'_>>) -> Option<String> {
    given.and_then(Given::text).map(ToString::to_string)
}

/// The type and the key of a node's id.
fn node(id: &str, at: &Place<'_>) -> Result<(entity::tables::NodeType, String)> {
    use sea_orm::Iterable as _;

    let parts = id.split_once(':').and_then(|(name, key)| {
        let mut kinds = entity::tables::NodeType::iter();
        Some((kinds.find(|kind| kind.name() == name)?, key.to_owned()))
    });
    parts.ok_or_else(|| {
        at.wrong(&format!(
            "takes the `id` of a node, not {}",
            crate::error::shown(id)
        ))
    })
}

/// The values of a record, by key; and the keys for which null is given.
fn values(ty: &EditType, of: Given<'_>, at: &Place<'_>) -> Result<(Table, Vec<String>)> {
    let (mut values, mut cleared) = (Table::new(), Vec::new());
    for key in &ty.keys {
        let Some(given) = of.input(&key.name) else {
            continue;
        };
        if *given.value() == Input::Null {
            cleared.push(key.key.name.to_owned());
            continue;
        }
        let at = at.input(&key.name);
        let value = match key.key.takes.value {
            Taken::Names => names(given),
            _ if key.key.takes.is_list => {
                let items = given.items().map(|item| value(key, item, &at));
                Value::Array(items.collect::<Result<_>>()?)
            }
            _ => value(key, given, &at)?,
        };
        values.insert(key.key.name.to_owned(), value);
    }
    Ok((values, cleared))
}

/// Names by the codes of their languages.
fn names(given: Given<'_>) -> Value {
    let names = given.items().filter_map(|item| {
        let language = text(item.input("language"))?.to_lowercase();
        Some((language, Value::String(text(item.input("name"))?)))
    });
    Value::Table(names.collect())
}

/// One value.
fn value(key: &EditKey, given: Given<'_>, at: &Place<'_>) -> Result<Value> {
    Ok(match (given.value(), key.key.takes.value) {
        (Input::Flag(flag), _) => Value::Boolean(*flag),
        (Input::Int(number), _) => Value::Integer(i64::from(*number)),
        (Input::Date(date), _) => {
            let date = date.to_string().parse().map(Value::Datetime);
            date.map_err(|_none| at.wrong("takes a date"))?
        }
        (Input::Number(text) | Input::Text(text), Taken::Number) => number(text, at)?,
        (Input::Text(text) | Input::Word(text) | Input::Number(text), _) => {
            Value::String(text.to_string())
        }
        (Input::Object(_), Taken::Citation) => {
            let source = text(given.input("source")).unwrap_or_default();
            let place = text(given.input("locator"));
            let place = place.map_or_else(String::new, |place| format!("#{place}"));
            Value::String(format!("{source}{place}"))
        }
        (other, _) => return Err(at.takes("a value of its type", other)),
    })
}

/// A number, if it is kept as it is written.
fn number(text: &str, at: &Place<'_>) -> Result<Value> {
    if let Ok(number) = text.parse() {
        return Ok(Value::Integer(number));
    }
    let number: f64 = text.parse().map_err(|_none| at.wrong("takes a number"))?;
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    };
    if digits(&number.to_string()) == digits(text) {
        Ok(Value::Float(number))
    } else {
        let takes = format!("has more digits than are kept: it would become {number}");
        Err(at.wrong(&takes))
    }
}
