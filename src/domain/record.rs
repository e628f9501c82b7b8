//! What every record does: it is read, becomes a row, and is written again.

use std::ops::Range;

use entity::tables::{COUNT, Record, Table};

use super::aggregate::Aggregate;
use super::build::{Builder, Here};
use super::fault::Place;
use super::keys::slug;
use super::read::{FromTable, Single};
use super::rows::Rows;
use super::shape::{ListShape, RecordShape};

/// Tables that any aggregate may refer to: they are made of all of them before the others are of any.
pub(super) const LISTED: Range<usize> = 0..FIRST;
/// All other tables.
pub(super) const OWNED: Range<usize> = FIRST..COUNT;
const FIRST: usize = entity::iscm::Entity::INDEX;

/// What is so of a record beside its values.
pub(super) trait Rules: Sized {
    /// What its key is written in, or follows from where it cannot be written.
    const KEYED_BY: &'static str = "key";

    /// What faults name it by.
    fn name(&self) -> String;

    /// The key that follows from it, where none is written; it has a number, from 0, in its list.
    fn follows(&self, _number: usize) -> String {
        slug(&self.name())
    }

    /// Its id.
    fn id(&self, here: &mut Here<'_, '_>) -> String
    where
        Self: Recorded,
    {
        match self.written() {
            None if Self::KEYED_BY == "key" => {
                let key = self.follows(here.number);
                here.id(here.owner, &key, "key", "write `key` in one of them")
            }
            written => {
                let key = written.map_or_else(|| self.follows(here.number), str::to_owned);
                here.id(here.owner, &key, Self::KEYED_BY, "each has its own")
            }
        }
    }

    /// Checks what is more than one value's matter, before the values are looked at.
    fn check(&self, _here: &mut Here<'_, '_>) {}

    /// Checks what comes after them.
    fn check_after(&self, _here: &mut Here<'_, '_>) {}

    /// Makes the rows of a list of such records.
    fn build_all(records: &[Self], list: &List<'_>, builder: &mut Builder<'_>)
    where
        Self: Recorded,
    {
        for (number, record) in records.iter().enumerate() {
            list.build(number, record, builder);
        }
    }
}

/// A list of records in an aggregate.
#[derive(Clone, Copy, Debug)]
pub(super) struct List<'l> {
    /// Its key.
    pub(super) name: &'static str,
    /// Where it stands.
    pub(super) place: &'l Place<'l>,
    /// The id of the record that it belongs to, or nothing.
    pub(super) owner: &'l str,
}

impl List<'_> {
    /// Makes the row of a record of the list.
    pub(super) fn build<R: Recorded>(&self, number: usize, record: &R, builder: &mut Builder<'_>) {
        let name = record.name();
        let place = self.place.record(self.name, number, &name);
        record.build(&place, self.owner, number, builder);
    }

    /// Notes a fault of a record of the list.
    pub(super) fn fault<R: Rules>(
        &self,
        number: usize,
        record: &R,
        key: &str,
        message: &str,
        builder: &mut Builder<'_>,
    ) {
        let name = record.name();
        let place = self.place.record(self.name, number, &name);
        builder.faults.push(place.key(key).fault(message));
    }
}

/// The lists of records in an aggregate or in a record.
pub(super) trait Lists {
    /// What they look like.
    const LISTS: &'static [ListShape] = &[];

    /// Makes the rows of the lists that are of these tables, in the order of the tables: what is
    /// referred to stands before what refers to it.
    fn build_lists(
        &self,
        _tables: Range<usize>,
        _place: &Place<'_>,
        _owner: &str,
        _builder: &mut Builder<'_>,
    ) {
    }
}

/// The place in the list of tables of the one that has the rows of such records.
pub(super) const fn table<R: Recorded>() -> usize {
    R::Entity::INDEX
}

/// A record that has a row. Implemented by [`records!`](super::statement) alone.
pub(super) trait Recorded: Rules + FromTable + Lists {
    /// The table.
    type Entity: Record;

    /// The key, if one is written.
    fn written(&self) -> Option<&str>;

    /// Leaves a written key out that is the one that follows.
    fn leave_out(&mut self, key: &str);

    /// The row, beside the rows of all that is part of it.
    fn row(&self, here: &mut Here<'_, '_>) -> <Self::Entity as sea_orm::EntityTrait>::Model;

    /// The record that a row was made of, its key written.
    fn record(row: &<Self::Entity as sea_orm::EntityTrait>::Model, rows: &Rows<'_>) -> Self;

    /// Makes the row.
    fn build(&self, place: &Place<'_>, owner: &str, number: usize, builder: &mut Builder<'_>) {
        let mut here = Here {
            kind: Self::Entity::TYPE,
            place,
            owner,
            number,
            id: String::new(),
            builder,
        };
        here.id = self.id(&mut here);
        let row = self.row(&mut here);
        self.check_after(&mut here);
        Self::Entity::rows_mut(&mut builder.tables).push(row);
    }

    /// The records of a list.
    fn of(owner: &str, rows: &Rows<'_>) -> Vec<Self> {
        let rows_of = rows.records::<Self::Entity>(owner).enumerate();
        rows_of
            .map(|(number, row)| {
                let mut record = Self::record(row, rows);
                if !rows.is_by_id() {
                    let key = record.follows(number);
                    record.leave_out(&key);
                }
                record
            })
            .collect()
    }

    /// The id of the record that it belongs to.
    fn owner(&self, here: &Here<'_, '_>) -> String {
        here.owner.to_owned()
    }

    /// The name of the aggregate that lists it.
    fn aggregate(&self, here: &Here<'_, '_>) -> String {
        here.place.aggregate().to_string()
    }

    /// Its number in its list, from 0.
    fn place(&self, here: &Here<'_, '_>) -> i32 {
        i32::try_from(here.number).unwrap_or(i32::MAX)
    }

    /// Its number in its list, from 1.
    fn ordinal(&self, here: &Here<'_, '_>) -> i32 {
        self.place(here).saturating_add(1)
    }
}

/// The records of an aggregate. Implemented by [`aggregates!`](super::statement) and for what has all others as lists of
/// its own.
pub(super) trait Records: FromTable + Lists {
    /// The record that is the aggregate itself, or the one that stands beside the lists, with its key.
    const TOP: Option<(Option<&'static str>, RecordShape)>;

    /// Makes the rows of all its records but the listed ones.
    fn build_owned(&self, top: &Place<'_>, builder: &mut Builder<'_>);

    /// The records, unless one is missing that there must be.
    fn of(aggregate: &Aggregate, rows: &Rows<'_>) -> Option<Self>;
}

impl<R: Recorded> Single<R> {
    /// The record of this type with an id; without an id, any.
    pub(super) fn of(id: &str, rows: &Rows<'_>) -> Option<Self> {
        let row = if id.is_empty() {
            rows.records::<R::Entity>(id).next()
        } else {
            rows.find::<R::Entity>(id)
        };
        row.map(|row| Self(R::record(row, rows)))
    }
}

impl ListShape {
    /// The shape of a list of records of a type.
    pub(super) const fn of<R: Recorded>(name: &'static str) -> Self {
        Self {
            name,
            record: RecordShape::of::<R>(),
        }
    }
}

impl RecordShape {
    /// The shape of records of a type.
    pub(super) const fn of<R: Recorded>() -> Self {
        Self {
            kind: <R::Entity as Record>::TYPE,
            keys: R::KEYS,
            lists: R::LISTS,
            key_of: key::<R>,
            ids_of: ids::<R>,
        }
    }
}

/// The key that a record has or that follows from it, by its number in its list.
fn key<R: Recorded>(record: &toml::Table, number: usize) -> Option<String> {
    // Who reads it for good is told what is wrong with it.
    let nowhere = Aggregate::Topics;
    let record = R::from_table(record.clone(), &Place::top(&nowhere), &mut Vec::new())?;
    let written = record.written().map(str::to_owned);
    Some(written.unwrap_or_else(|| record.follows(number)))
}

/// The ids of the records that belong to one, or to an aggregate.
fn ids<R: Recorded>(rows: Rows<'_>, owner: &str) -> Vec<String> {
    let rows = rows.records::<R::Entity>(owner);
    rows.map(|row| R::Entity::id(row).to_owned()).collect()
}
