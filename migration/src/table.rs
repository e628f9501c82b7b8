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

/// An index for each foreign key of a table: there the database looks for rows that refer to one
/// that is removed. A part's record leads its primary key already.
pub(crate) fn indexes_of_foreign_keys(table: &TableCreateStatement) -> Vec<IndexCreateStatement> {
    let Some(TableRef::Table(TableName(_, name), _)) = table.get_table_name() else {
        return Vec::new();
    };
    let leads_primary_key = |column: &String| {
        let mut keys = table.get_indexes().iter();
        keys.any(|key| key.get_index_spec().get_column_names().first() == Some(column))
    };
    let keys = table.get_foreign_key_create_stmts().iter();
    let name = name.to_string();
    let columns = keys.flat_map(|key| key.get_foreign_key().get_columns());
    columns
        .filter(|column| !leads_primary_key(column))
        .map(|column| index(&name, &column))
        .collect()
}

/// The index of a foreign key.
pub(crate) fn index(table: &str, column: &str) -> IndexCreateStatement {
    index_of(table, &[column])
}

/// An index over some columns.
pub(crate) fn index_of(table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(index_name(table, columns))
        .table(table.to_owned());
    for column in columns {
        index.col((*column).to_owned());
    }
    index
}

/// The name of an index.
pub(crate) fn index_name(table: &str, columns: &[&str]) -> String {
    format!("{table}_{}", columns.join("_"))
}
