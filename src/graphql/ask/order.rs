//! Orders as they are given, read as orders of rows.

use async_graphql::{InputType, OutputType, Value};

use super::input::OrderOf;
use super::value::At;
use crate::graph::catalog::Type;
use crate::graph::{Order, Term};
use crate::graphql::args::{Language, NullsOrder, OrderDirection};
use crate::graphql::error::Result;
use crate::graphql::word::enum_text;

/// The most things to order by.
const MAX_TERMS: usize = 5;

/// Reads the order of a list of rows of a type.
pub(super) fn order<T: OutputType>(of: &'static Type, given: &[OrderOf<T>]) -> Result<Order> {
    let values: Vec<_> = given.iter().map(|order| order.value().clone()).collect();
    let all = Value::List(values.clone());
    if given.len() > MAX_TERMS {
        let message = format!(
            "takes at most {MAX_TERMS} things to order by, not {}",
            given.len()
        );
        return Err(At::new("orderBy", &all).wrong(message));
    }
    let terms = values.iter().enumerate();
    let terms =
        terms.map(|(number, value)| term(of, &At::new(&format!("orderBy.{number}"), value)));
    Ok(Order(terms.collect::<Result<_>>()?))
}

fn term(of: &'static Type, at: &At<'_>) -> Result<Term> {
    let mut by = None;
    let (mut direction, mut nulls) = (OrderDirection::Asc, NullsOrder::Last);
    let mut language = Language::En;
    for (name, at) in at.inputs()? {
        match name {
            "field" => {
                let given = enum_text(at.value);
                let found = of
                    .orders()
                    .iter()
                    .find(|by| given == Some(by.name.as_str()));
                let what = format!("a value of `{}OrderField`", of.name);
                by = Some(found.ok_or_else(|| at.takes(&what))?);
            }
            "direction" => direction = read(&at, "ASC or DESC")?,
            "nulls" => nulls = read(&at, "FIRST or LAST")?,
            "language" => language = read(&at, "EN, ES, FR, PT, RU or AR")?,
            _ => return Err(at.wrong(format!("is no field of `{}Order`", of.name))),
        }
    }
    Ok(Term {
        by: by.ok_or_else(|| at.wrong("takes a `field` to order by"))?,
        descending: direction == OrderDirection::Desc,
        unknown_first: nulls == NullsOrder::First,
        language: language.into(),
    })
}

fn read<T: InputType>(at: &At<'_>, what: &str) -> Result<T> {
    T::parse(Some(at.value.clone())).map_err(|_wrong| at.takes(what))
}
