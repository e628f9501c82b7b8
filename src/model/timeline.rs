//! The time line of an ISCM.

use chrono::NaiveDate;
use entity::iscm;

use super::argument::Word;
use super::object::Object;
use super::out::{Out, Record};
use super::told::{value, word_value};
use crate::analysis;
pub(super) use crate::analysis::TimelineKind;
use crate::error::{Error, Result};
use crate::graph::Row;

/// An entry, and the record that it is taken from.
struct Entry {
    year: i32,
    date: Option<NaiveDate>,
    kind: TimelineKind,
    title: String,
    record: Record,
}

#[rustfmt::skip] // a table: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![Object::told("TimelineEntry", "Something that happened in the life of an ISCM.", vec![
        value("year", "The year.", "Int!", |of: &Entry| Out::Int(of.year.into())),
        value("date", "The day; null when only the year is known.", "Date", |of: &Entry| Out::maybe(of.date, Out::Date)),
        word_value("kind", "What kind of entry it is.", |of: &Entry| of.kind),
        value("title", "What happened, e.g. `Mexico takes the chair`, in English. Of events, instruments and\ncommitments it is their name or title, of activities the beginning of their summary.", "String!", |of: &Entry| Out::text(&of.title)),
        value("node", "The fact that the entry is taken from.", "Node!", |of: &Entry| Out::Record(of.record)),
    ])]
}

/// The entries of an ISCM's time line that are asked for.
pub(super) fn timeline<'s>(
    iscm: Row<'s, iscm::Entity>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    kinds: Option<&[Word<TimelineKind>]>,
) -> Result<Out<'s>> {
    if let Some((from, to)) = from.zip(to).filter(|(from, to)| from > to) {
        let takes = format!("takes a date that is not after `to`, not {from} with {to}");
        return Err(Error::bad_input("from", &takes));
    }
    let is_asked = |entry: &analysis::TimelineEntry<'_>| {
        entry.is_within(from, to) && kinds.is_none_or(|kinds| kinds.contains(&Word(entry.kind)))
    };
    let with_record = |entry: analysis::TimelineEntry<'s>| {
        let (kind, id) = entry.subject;
        Some(Entry {
            year: entry.year,
            date: entry.date,
            kind: entry.kind,
            title: entry.title,
            record: Record::find(iscm.scope(), kind, id)?,
        })
    };
    let entries = analysis::timeline(&iscm).into_iter().filter(is_asked);
    Ok(Out::list(entries.filter_map(with_record), Out::value))
}
