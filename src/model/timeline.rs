//! The time line of an ISCM: what happened when, in one list. The tables of the types say what their
//! rows tell of it.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use entity::iscm;
use entity::tables::{NodeType, Record as Records};
use sea_orm::{Iterable as _, Related};

use super::argument::Word;
use super::object::{Object, ObjectOf};
use super::out::{Out, Record};
use super::relation::Relation;
use super::told::{value, word_value};
use crate::error::{Error, Result};
use crate::graph::{Row, Scope};
use crate::vocabulary::said_words;

/// When something happened: a year or a day, if either is known.
pub(super) type When = Option<(i32, Option<NaiveDate>)>;

/// In a year, if it is known.
pub(super) fn in_year(year: impl Into<Option<i32>>) -> When {
    Some((year.into()?, None))
}

/// On a day, if it is known.
pub(super) fn on_day(date: Option<NaiveDate>) -> When {
    date.map(|date| (date.year(), Some(date)))
}

/// When something happened that a row tells of, if it did, and what.
type Tell = Box<dyn Fn(&Scope, u32) -> Option<(i32, Option<NaiveDate>, String)> + Send + Sync>;

/// Something that happens in the life of ISCMs.
pub(super) struct Happening {
    word: &'static str,
    doc: &'static str,
    /// The type of the rows that tell of it.
    records: NodeType,
    /// How an ISCM leads to them, unless it is the row itself.
    relation: Option<Relation>,
    tell: Tell,
}

impl<E: Records + Related<iscm::Entity>> ObjectOf<E> {
    /// The same with rows that tell of something in the life of their ISCMs: its name and what it is,
    /// when it happened, and what, in words.
    #[must_use]
    pub(super) fn in_timeline(
        self,
        word: &'static str,
        doc: &'static str,
        when: fn(&E::Model) -> When,
        title: for<'v> fn(&Row<'v, E>) -> String,
    ) -> Self {
        let relation = Relation::from::<iscm::Entity, E>();
        self.happening(happening(word, doc, Some(relation), when, title))
    }
}

impl ObjectOf<iscm::Entity> {
    /// The same with something in an ISCM's life that it tells itself.
    #[must_use]
    pub(super) fn in_own_timeline(
        self,
        word: &'static str,
        doc: &'static str,
        when: fn(&iscm::Model) -> When,
        title: for<'v> fn(&Row<'v, iscm::Entity>) -> String,
    ) -> Self {
        self.happening(happening(word, doc, None, when, title))
    }
}

fn happening<E: Records>(
    word: &'static str,
    doc: &'static str,
    relation: Option<Relation>,
    when: fn(&E::Model) -> When,
    title: for<'v> fn(&Row<'v, E>) -> String,
) -> Happening {
    Happening {
        word,
        doc,
        records: E::TYPE,
        relation,
        tell: Box::new(move |scope, place| {
            let row = scope.row::<E>(place)?;
            let (year, date) = when(row.model())?;
            Some((year, date, title(&row)))
        }),
    }
}

/// All that happens, in the order of the types.
static HAPPENINGS: LazyLock<Vec<&'static Happening>> = LazyLock::new(|| {
    let types = super::types().iter();
    types.flat_map(Object::happenings).collect()
});

said_words! {
    /// Kinds of entries of a time line.
    pub(super) TimelineKind in HAPPENINGS
}

/// An entry, and the record that it is taken from. They are ordered by year; within it what is known by
/// year only, then by day; then by kind and title.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
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
    let is_asked = |kind: &TimelineKind| kinds.is_none_or(|kinds| kinds.contains(&Word(*kind)));
    let asked = TimelineKind::iter().filter(is_asked);
    let mut entries: Vec<_> = asked.flat_map(|kind| kind.entries(iscm)).collect();
    entries.retain(|entry| entry.is_within(from, to));
    entries.sort();
    Ok(Out::list(entries, Out::value))
}

impl TimelineKind {
    /// The entries of the kind of an ISCM.
    fn entries(self, iscm: Row<'_, iscm::Entity>) -> Vec<Entry> {
        let (scope, happening) = (iscm.scope(), HAPPENINGS[self.0]);
        let places = match &happening.relation {
            Some(relation) => relation.many(scope, iscm.place()),
            None => Cow::Owned(vec![iscm.place()]),
        };
        let entry = |place: &u32| {
            let (year, date, title) = (happening.tell)(scope, *place)?;
            Some(Entry {
                year,
                date,
                kind: self,
                title,
                record: Record {
                    kind: happening.records,
                    place: *place,
                },
            })
        };
        places.iter().filter_map(entry).collect()
    }
}

impl Entry {
    /// Whether it lies from one day to another, both included; where only the year is known, from one
    /// year to another.
    fn is_within(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        match self.date {
            Some(date) => from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to),
            None => {
                from.is_none_or(|from| from.year() <= self.year)
                    && to.is_none_or(|to| self.year <= to.year())
            }
        }
    }
}
