//! The shapes that the graph's tables share.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, text};

/// A table of records: their key is a text `id`.
pub(crate) fn record(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(text("id").primary_key())
        .take()
}

/// A table of parts: their key is their record's id and their place in its list.
pub(crate) fn part(name: &'static str, owner: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(text(owner))
        .col(integer("position"))
        .primary_key(Index::create().col(owner).col("position"))
        .take()
}

/// Foreign keys.
pub(crate) trait Refers {
    /// Makes `column` refer to the id of a row of `table`.
    fn refers(&mut self, column: &'static str, table: &'static str) -> &mut Self;
}

impl Refers for TableCreateStatement {
    fn refers(&mut self, column: &'static str, table: &'static str) -> &mut Self {
        self.foreign_key(ForeignKey::create().from_col(column).to(table, "id"))
    }
}
