//! Cells: the values of a table.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use entity::values::Language;

use crate::clock::written;
use crate::graph::Scope;
use crate::model::{Field, Kind, Out, Value};
use crate::money::Money;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellType {
    /// Texts: words and ids, too.
    Text,
    /// Whole numbers; years are some.
    Int,
    /// Numbers.
    Float,
    /// Decimal numbers: amounts of money.
    Decimal,
    /// Days.
    Date,
    /// Moments.
    Moment,
    /// True or false.
    Flag,
}

/// A value of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell<'v> {
    /// Nothing is known.
    #[default]
    Null,
    /// A text.
    Text(Cow<'v, str>),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Moment(DateTime<Utc>),
    /// True or false.
    Flag(bool),
}

impl CellType {
    /// Of the values of a field that has no fields of its own.
    pub(super) fn of(field: &Field) -> Self {
        match &field.kind {
            Kind::Int(_) | Kind::Year(_) => Self::Int,
            Kind::Float(..) => Self::Float,
            Kind::Money(..) => Self::Decimal,
            Kind::Date(_) => Self::Date,
            Kind::Flag(_) => Self::Flag,
            Kind::Told(told) => Self::named(told.ty.trim_matches(['[', ']', '!'])),
            _ => Self::Text,
        }
    }

    fn named(ty: &str) -> Self {
        match ty {
            "Int" => Self::Int,
            "Float" => Self::Float,
            "Boolean" => Self::Flag,
            "Date" => Self::Date,
            "DateTime" => Self::Moment,
            _ => Self::Text,
        }
    }
}

impl Cell<'_> {
    /// The value as text; nothing where nothing is known, or a number is none.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Int(number) => number.to_string().into(),
            Self::Float(number) if number.is_finite() => number.to_string().into(),
            Self::Null | Self::Float(_) => return None,
            Self::Money(money) => money.to_string().into(),
            Self::Date(day) => day.to_string().into(),
            Self::Moment(moment) => written(*moment).into(),
            Self::Flag(flag) => flag.to_string().into(),
        })
    }

    /// What a function told for a field without fields of its own; of a list, its values joined.
    pub(super) fn told(out: Out<'_>) -> Cell<'static> {
        match out {
            Out::Flag(flag) => Cell::Flag(flag),
            Out::Int(number) => Cell::Int(number),
            Out::Float(number) => Cell::Float(number),
            Out::Text(text) => Cell::Text(text.into_owned().into()),
            Out::Date(day) => Cell::Date(day),
            Out::Moment(moment) => Cell::Moment(moment),
            Out::Json(value) => Cell::Text(value.to_string().into()),
            Out::List(items) => {
                let items: Vec<_> = items.into_iter().map(Cell::told).collect();
                joined(items.iter().map(|item| item.text().unwrap_or_default()))
            }
            _ => Cell::Null,
        }
    }
}

/// Values as one text: parted by `; `, with a backslash before each `;` and each backslash inside them.
/// Nothing, where there are none.
pub(super) fn joined<'t>(values: impl Iterator<Item = Cow<'t, str>>) -> Cell<'static> {
    let mut text: Option<String> = None;
    for value in values {
        let text = match &mut text {
            Some(text) => {
                text.push_str("; ");
                text
            }
            None => text.insert(String::new()),
        };
        for letter in value.chars() {
            if matches!(letter, ';' | '\\') {
                text.push('\\');
            }
            text.push(letter);
        }
    }
    text.map_or(Cell::Null, |text| Cell::Text(text.into()))
}

/// The value of a field of the row at a place.
pub(super) fn of_row<'v>(
    field: &'static Field,
    scope: &'v Scope,
    place: u32,
    language: Language,
) -> Cell<'v> {
    match &field.kind {
        Kind::Id(get, kind) => {
            let id = get(scope, place).unwrap_or_default();
            return Cell::Text(format!("{}:{id}", kind.name()).into());
        }
        Kind::Texts(get) => {
            let texts = get(scope, place).iter();
            return joined(texts.map(|text| Cow::Borrowed(text.as_str())));
        }
        Kind::Words(get, vocabulary) => {
            let places = get(scope, place);
            let words = places.iter().filter_map(|at| vocabulary.word(*at));
            return joined(words.map(Cow::Borrowed));
        }
        Kind::Word(get, vocabulary) => {
            let word = get(scope, place).and_then(|at| vocabulary.word(at));
            return word.map_or(Cell::Null, |word| Cell::Text(word.into()));
        }
        _ => {}
    }
    match field.value(scope, place, language) {
        Value::Text(text) => Cell::Text(text.into()),
        Value::Int(number) => Cell::Int(number.into()),
        Value::Float(number) => Cell::Float(number),
        Value::Money(money) => Cell::Money(money),
        Value::Date(day) => Cell::Date(day),
        Value::Flag(flag) => Cell::Flag(flag),
        Value::Unknown | Value::Count(_) | Value::Word(_) | Value::Row(_) => Cell::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_joined_so_that_they_can_be_parted_again() {
        let all =
            |values: &[&str]| joined(values.iter().map(|value| Cow::Owned((*value).to_owned())));
        assert_eq!(all(&[]), Cell::Null);
        assert_eq!(all(&[""]), Cell::Text("".into()));
        assert_eq!(all(&["a", "b c"]), Cell::Text("a; b c".into()));
        assert_eq!(
            all(&["a; b", "\\", ""]),
            Cell::Text("a\\; b; \\\\; ".into())
        );
    }
}
