//! What the data files say of each ISCM, computed without any of the product's code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use toml::Table;

use super::facts::{facts, text};
use super::valid::certainty;

/// The profiles of ISCMs that the data files give.
pub(crate) struct Facts;

impl Facts {
    /// The ISCMs' slugs.
    pub(crate) fn slugs() -> Vec<String> {
        facts("iscm").iter().map(|(slug, _)| slug.clone()).collect()
    }

    /// An ISCM's acronym.
    pub(crate) fn acronym(slug: &str) -> String {
        let iscm = Self::of(slug, "iscm").next().expect("an ISCM");
        text(iscm, "acronym").to_owned()
    }

    /// An ISCM's records of a table; the record of the ISCM itself is the table `iscm`.
    pub(crate) fn of(
        slug: &str,
        table: &str,
    ) -> impl Iterator<Item = &'static Table> + Clone + use<> {
        let slug = slug.to_owned();
        let own = facts(table).iter().filter(move |(of, _)| *of == slug);
        own.map(|(_, record)| record)
    }

    /// An ISCM's memberships in some roles, in a year if one is given.
    pub(crate) fn memberships(
        slug: &str,
        roles: &[&str],
        year: Option<i64>,
    ) -> impl Iterator<Item = &'static Table> {
        let iscm = slug.to_owned();
        Self::of(slug, "members").filter(move |row: &&'static Table| {
            let is_in = |year| certainty("members", &iscm, row, year).is_some();
            roles.contains(&text(row, "role")) && year.is_none_or(is_in)
        })
    }

    /// The ids of the parties of these memberships.
    pub(crate) fn parties(slug: &str, roles: &[&str], year: Option<i64>) -> BTreeSet<String> {
        let rows = Self::memberships(slug, roles, year);
        rows.map(|row| named(row, &["country", "organization"]))
            .collect()
    }

    /// Whom an ISCM works with: the ids of ISCMs and organizations, and categories.
    pub(crate) fn partners(slug: &str) -> BTreeSet<String> {
        let rows = Self::of(slug, "partnerships");
        let partner = |row: &Table| match text(row, "category") {
            "" => named(row, &["iscm", "organization"]),
            category => category.to_owned(),
        };
        rows.map(partner).collect()
    }

    /// How many of an ISCM's records of a table are on each topic.
    pub(crate) fn topics(slug: &str, table: &str) -> BTreeMap<String, u64> {
        let lists = Self::of(slug, table).filter_map(|row| row["topics"].as_array());
        count(lists.flatten().filter_map(toml::Value::as_str))
    }

    /// How many of an ISCM's records of a table are of each kind.
    pub(crate) fn kinds(slug: &str, table: &str) -> BTreeMap<String, u64> {
        count(Self::of(slug, table).map(|row| text(row, "kind")))
    }

    /// The sources that a record cites.
    pub(crate) fn sources(record: &Table) -> BTreeSet<String> {
        let cite = record["cite"].as_array().expect("citations").iter();
        let sources = cite.filter_map(|one| one.as_str()?.split('#').next());
        sources.map(str::to_owned).collect()
    }

    /// The year of each source, if it has one.
    pub(crate) fn years() -> BTreeMap<String, Option<i64>> {
        let year = |(_, source): &(String, Table)| {
            let year = source.get("year").and_then(toml::Value::as_integer);
            (text(source, "id").to_owned(), year)
        };
        facts("sources").iter().map(year).collect()
    }
}

/// The id of what one of some keys names: `country = "MX"` is `country:MX`.
fn named(record: &Table, keys: &[&str]) -> String {
    let key = keys.iter().find(|key| record.contains_key(**key));
    let key = key.expect("one of the keys");
    format!("{key}:{}", text(record, key))
}

fn count<'t>(keys: impl Iterator<Item = &'t str>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.to_owned()).or_default() += 1;
    }
    counts
}

/// A list in an answer.
pub(crate) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

/// The texts at a place in each element of a list.
pub(crate) fn texts_at(value: &Value, pointer: &str) -> Vec<String> {
    let elements = list(value).iter();
    let text = |element: &Value| element.pointer(pointer)?.as_str().map(str::to_owned);
    elements
        .map(|element| text(element).expect("a text"))
        .collect()
}
