//! What an address asks of a table: conditions, an order, a page.

use serde_json::{Value, json};

use super::super::address::Address;
use super::super::selection::renamed;
use super::declaration::{Facet, Table, Takes};
use crate::error::{Error, Result, shown};

/// What a value of a facet is called that is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// How many rows a page has.
const PAGE: u64 = 50;

/// What is asked of a table.
#[derive(Debug)]
pub(super) struct Asked {
    /// The conditions, each by the parameter that it comes from.
    conditions: Vec<(&'static str, Value)>,
    /// What the column is called that rows are ordered by.
    pub(super) order: &'static str,
    order_field: &'static str,
    pub(super) is_descending: bool,
    /// The cursor that the page begins after or ends before.
    place: Option<(&'static str, String)>,
}

impl Asked {
    /// Reads an address.
    pub(super) fn read(table: &'static Table, address: &Address) -> Result<Self> {
        let mut conditions = Vec::new();
        for facet in table.facets {
            let values = address.values(facet.name);
            if !values.is_empty() {
                conditions.push((facet.name, facet.condition(&values)?));
            }
        }
        if let Some(text) = address.once("text")? {
            let texts = table.texts.iter();
            let any: Vec<_> = texts.map(|path| nested(path, json!(text))).collect();
            conditions.push(("text", json!({ "or": any })));
        }
        let (name, is_descending) = match address.once("order")? {
            None => table.order,
            Some(order) => match order.strip_prefix('-') {
                Some(name) => (name, true),
                None => (order, false),
            },
        };
        let mut orders = table.orders();
        let Some((order, order_field)) = orders.find(|(of, _)| *of == name) else {
            let names: Vec<_> = table
                .orders()
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            let takes = format!(
                "takes {}, with `-` before it for the other way round, not {}",
                names.join(", "),
                shown(name)
            );
            return Err(Error::bad_input("order", &takes));
        };
        let place = match (address.once("after")?, address.once("before")?) {
            (Some(_), Some(_)) => {
                return Err(Error::bad_input(
                    "after",
                    "is not taken together with `before`",
                ));
            }
            (Some(cursor), None) => Some(("after", cursor.to_owned())),
            (None, Some(cursor)) => Some(("before", cursor.to_owned())),
            (None, None) => None,
        };
        Ok(Self {
            conditions,
            order,
            order_field,
            is_descending,
            place,
        })
    }

    /// All conditions as a filter of the API, but for that of one parameter; nothing where there is none.
    pub(super) fn filter(&self, but: Option<&str>) -> Value {
        let conditions = self.conditions.iter();
        let conditions = conditions.filter(|(name, _)| Some(*name) != but);
        let conditions: Vec<_> = conditions.map(|(_, condition)| condition).collect();
        if conditions.is_empty() {
            Value::Null
        } else {
            json!({ "and": conditions })
        }
    }

    /// The values of the variables of the table's document.
    pub(super) fn variables(&self, table: &Table) -> Vec<(String, Value)> {
        let direction = if self.is_descending { "DESC" } else { "ASC" };
        let mut variables = vec![
            ("filter".to_owned(), self.filter(None)),
            ("order".to_owned(), self.order_field.into()),
            ("direction".to_owned(), direction.into()),
        ];
        let size = match self.place {
            Some(("before", _)) => "last",
            _ => "first",
        };
        variables.push((size.to_owned(), PAGE.into()));
        if let Some((place, cursor)) = &self.place {
            variables.push(((*place).to_owned(), cursor.as_str().into()));
        }
        for facet in table.facets.iter().filter(|facet| facet.is_counted) {
            variables.push((facet.counts(), self.filter(Some(facet.name))));
        }
        variables
    }
}

impl Facet {
    /// What the document calls the counts of its values.
    pub(super) fn counts(&self) -> String {
        format!("{}Counts", self.name)
    }

    /// That one of these values is the row's.
    fn condition(&self, values: &[&str]) -> Result<Value> {
        let is_unknown = values.iter().any(|value| self.means_unknown(value));
        let known = values.iter().filter(|value| !self.means_unknown(value));
        let known: Vec<_> = known
            .map(|value| self.value(value))
            .collect::<Result<_>>()?;
        let mut any = Vec::new();
        if self.takes == Takes::During {
            any.extend(known);
        } else if !known.is_empty() {
            any.push(nested(self.path, json!({ "in": known })));
        }
        if is_unknown {
            any.push(match self.path.split_once(".some") {
                Some((list, _)) => json!({ (list): { "none": {} } }),
                None => nested(self.path, json!({ "isNull": true })),
            });
        }
        Ok(match any.len() {
            1 => any.remove(0),
            _ => json!({ "or": any }),
        })
    }

    /// Whether a value asks for what is not known.
    fn means_unknown(&self, value: &str) -> bool {
        self.has_unknown && value.eq_ignore_ascii_case(UNKNOWN)
    }

    /// A value as the API takes it.
    fn value(&self, value: &str) -> Result<Value> {
        let year = || {
            let year = value.parse::<u16>().ok();
            let year = year.filter(|year| (1000..=9999).contains(year));
            year.ok_or_else(|| {
                let takes = format!("takes a year, as 2019, not {}", shown(value));
                Error::bad_input(self.name, &takes)
            })
        };
        Ok(match self.takes {
            Takes::Name => value.into(),
            Takes::Word(_) => value.to_ascii_uppercase().into(),
            Takes::Year => year()?.into(),
            Takes::During => {
                // Years are all that is known, so that any day of it will do.
                let day = format!("{}-01-01", year()?);
                json!({ (self.path): { "on": day, "isNull": false } })
            }
        })
    }
}

impl Table {
    /// An error of the API in the words of the address.
    pub(super) fn told(&self, error: Error) -> Error {
        let argument = error.detail("argument").and_then(Value::as_str);
        let Some(argument) = argument.map(str::to_owned) else {
            return error;
        };
        let is_of = |path: &str| argument.contains(&format!(".{path}."));
        let text = self.texts.iter().find(|path| argument.ends_with(**path));
        let facets = self.facets.iter().filter(|facet| is_of(facet.path));
        let facet = facets.max_by_key(|facet| facet.path.len());
        let name = match (text, facet) {
            (Some(_), _) => "text",
            (None, Some(facet)) => facet.name,
            (None, None) => return error,
        };
        renamed(error, &argument, name)
    }
}

/// A value at the end of a path of inputs.
fn nested(path: &str, value: Value) -> Value {
    path.rsplit('.')
        .fold(value, |value, key| json!({ (key): value }))
}

#[cfg(test)]
mod tests {
    use super::super::TABLES;
    use super::*;

    fn asked(path: &str, params: &[(&str, &str)]) -> Result<Asked> {
        let params = params.iter();
        let params = params.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let address = Address {
            path: path.to_owned(),
            params: params.collect(),
        };
        let table = TABLES.iter().find(|table| table.name == path);
        Asked::read(table.expect("a table"), &address)
    }

    #[test]
    fn several_values_of_a_facet_are_any_of_them_and_facets_hold_together() {
        let asked = asked(
            "events",
            &[
                ("iscm", "rcm"),
                ("iscm", "sacm"),
                ("kind", "summit"),
                ("country", "unknown"),
                ("country", "MX"),
                ("year", "2014"),
                ("order", "-name"),
            ],
        )
        .expect("right");
        let (kind, iscm) = (
            json!({ "kind": { "in": ["SUMMIT"] } }),
            json!({ "iscm": { "in": ["rcm", "sacm"] } }),
        );
        let country =
            json!({ "or": [{ "country": { "in": ["MX"] } }, { "country": { "isNull": true } }] });
        let year = json!({ "year": { "in": [2014] } });
        assert_eq!(
            asked.filter(None),
            json!({ "and": [kind, iscm, country, year] })
        );
        assert_eq!(
            asked.filter(Some("iscm")),
            json!({ "and": [kind, country, year] })
        );
        assert_eq!((asked.order, asked.is_descending), ("name", true));
    }

    #[test]
    fn wrong_values_are_told_with_their_parameter() {
        for (path, params, told) in [
            ("events", [("year", "x")], "`year` takes a year"),
            ("events", [("year", "20144")], "`year` takes a year"),
            ("chairs", [("year", "-1")], "`year` takes a year"),
            ("chairs", [("order", "x")], "`order` takes `iscm`"),
        ] {
            let error = asked(path, &params).expect_err("wrong");
            assert!(error.message.contains(told), "{}", error.message);
        }
        let twice = [("text", "a"), ("text", "b")];
        let error = asked("events", &twice).expect_err("twice");
        assert_eq!(error.message, "`text` stands more than once in the address");
        let both = [("after", "a"), ("before", "b")];
        let error = asked("events", &both).expect_err("both");
        assert_eq!(error.message, "`after` is not taken together with `before`");
    }
}
