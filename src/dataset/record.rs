//! What every record does: it is read from a file, becomes a row, and is written again.

use std::ops::Range;

use entity::tables::{COUNT, Record, Table};

use super::build::{Builder, Here};
use super::fault::Place;
use super::keys::slug;
use super::read::{FromTable, Single};
use super::rows::Rows;

/// Tables that any file may refer to: they are made of all files before the others are of any.
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
    fn id(&self, here: &mut Here<'_>) -> String
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
    fn check(&self, _here: &mut Here<'_>) {}

    /// Checks what comes after them.
    fn check_after(&self, _here: &mut Here<'_>) {}

    /// Makes the rows of a list of such records.
    fn build_all(records: &[Self], list: &List<'_>, builder: &mut Builder)
    where
        Self: Recorded,
    {
        for (number, record) in records.iter().enumerate() {
            list.build(number, record, builder);
        }
    }
}

/// A list of records in a file.
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
    pub(super) fn build<R: Recorded>(&self, number: usize, record: &R, builder: &mut Builder) {
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
        builder: &mut Builder,
    ) {
        let name = record.name();
        let place = self.place.record(self.name, number, &name);
        builder.faults.push(place.key(key).fault(message));
    }
}

/// The lists of records in a file or in a record.
pub(super) trait Lists {
    /// Makes the rows of the lists that are of these tables, in the order of the tables: what is
    /// referred to stands before what refers to it.
    fn build_lists(
        &self,
        _tables: Range<usize>,
        _place: &Place<'_>,
        _owner: &str,
        _builder: &mut Builder,
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
    fn row(&self, here: &mut Here<'_>) -> <Self::Entity as sea_orm::EntityTrait>::Model;

    /// The record that a row was made of, its key written.
    fn record(row: &<Self::Entity as sea_orm::EntityTrait>::Model, rows: &Rows<'_>) -> Self;

    /// Makes the row.
    fn build(&self, place: &Place<'_>, owner: &str, number: usize, builder: &mut Builder) {
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
                let key = record.follows(number);
                record.leave_out(&key);
                record
            })
            .collect()
    }

    /// The id of the record that it belongs to.
    fn owner(&self, here: &Here<'_>) -> String {
        here.owner.to_owned()
    }

    /// The path of its file without `.toml`.
    fn file(&self, here: &Here<'_>) -> String {
        here.place.stem().to_owned()
    }

    /// Its number in its list, from 0.
    fn place(&self, here: &Here<'_>) -> i32 {
        i32::try_from(here.number).unwrap_or(i32::MAX)
    }

    /// Its number in its list, from 1.
    fn ordinal(&self, here: &Here<'_>) -> i32 {
        self.place(here).saturating_add(1)
    }
}

/// A file that is not itself a record. Implemented by [`files!`](super::statement) alone.
pub(super) trait File: FromTable + Lists {
    /// Makes the rows of all its records but the listed ones, under an owner's id.
    fn build(&self, top: &Place<'_>, owner: &str, builder: &mut Builder);

    /// The file, unless a record is missing that it must have.
    fn of(owner: &str, rows: &Rows<'_>) -> Option<Self>;
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
