//! CSL-JSON: the data model of the Citation Style Language, version 1.0.2.

use chrono::{Datelike as _, NaiveDate};
use entity::enums::SourceKind;
use entity::source::Model;
use serde::Serialize;

/// A source as an item of CSL-JSON.
#[derive(Debug, Serialize)]
pub struct Item<'s> {
    /// The source's key; `source:` and it is the id of its node.
    pub id: &'s str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'s str,
    publisher: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Day>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
    /// Who keeps the archived copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_location: Option<&'s str>,
}

/// A day, or a year.
#[derive(Debug, Serialize)]
struct Day {
    #[serde(rename = "date-parts")]
    parts: [Vec<i64>; 1],
}

impl Day {
    fn of_year(year: i32) -> Self {
        let parts = [vec![year.into()]];
        Self { parts }
    }

    fn of(day: NaiveDate) -> Self {
        let parts = [vec![
            day.year().into(),
            day.month().into(),
            day.day().into(),
        ]];
        Self { parts }
    }
}

impl<'s> From<&'s Model> for Item<'s> {
    fn from(source: &'s Model) -> Self {
        let archived = source.archived.as_deref();
        Self {
            id: &source.id,
            kind: match source.kind {
                SourceKind::Report => "report",
                SourceKind::WebPage => "webpage",
                SourceKind::Declaration => "document",
                SourceKind::Book => "book",
                SourceKind::News => "article-newspaper",
            },
            title: &source.title,
            publisher: &source.publisher,
            issued: source.year.map(Day::of_year),
            accessed: source.accessed.map(Day::of),
            url: source.url.as_deref(),
            archive: archived.and_then(host),
            archive_location: archived,
        }
    }
}

/// The host of an address.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.split(['/', '?', '#']).next()
}

/// A file with items.
pub(super) fn written<'s>(items: impl Iterator<Item = Item<'s>>) -> String {
    let items: Vec<_> = items.collect();
    // Texts and numbers are always written.
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}
