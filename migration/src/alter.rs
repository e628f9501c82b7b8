//! Migrations that alter tables with rows in them, on SQLite as on PostgreSQL, in the transaction of the rest.
//!
//! Tables are altered in place. SQLite's procedure of making a table anew needs its foreign keys switched off,
//! which no transaction can do: dropping the old table would take along what refers to its rows.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbBackend;

use crate::create::{create, drop};
use crate::expanding;
use crate::table::{index, index_name, index_of};

/// A migration that changes one thing after the other, and takes them back from the last to the first.
pub(crate) struct AlterTables {
    pub(crate) name: &'static str,
    pub(crate) changes: fn() -> Vec<Change>,
    /// The migration that programs must know to go on beside this one; nothing where it must be this one.
    pub(crate) needs: Option<&'static str>,
}

/// A change of the schema or of the rows, with its way back.
pub(crate) enum Change {
    /// A new table; on the way back it is dropped.
    Create(TableCreateStatement),
    /// A new column of a table. Rows that are there have its default, or nothing in it; on the way back it is
    /// dropped.
    Add(&'static str, ColumnDef),
    /// A new column of a table, of ids of another table, with its index. Rows that are there have nothing in
    /// it; on the way back it is dropped.
    Refer(&'static str, &'static str, &'static str),
    /// An index of a table over some columns; on the way back it is dropped.
    Index(&'static str, &'static [&'static str]),
    /// A column of a table, of no key and no index, that may hold nothing from now on: given as it was. On the way back it
    /// may not again, and a [`Change::Back`] further down is to remove the rows where it does.
    Relax(&'static str, ColumnDef),
    /// What rows that are there get, on the way here.
    Fill(UpdateStatement),
    /// Rows that the older schema has no place for, removed on the way back.
    Back(DeleteStatement),
}

impl MigrationName for AlterTables {
    fn name(&self) -> &str {
        self.name
    }
}

#[expect(
    elided_lifetimes_in_paths,
    reason = "the trait is written without the lifetime, and its macro counts"
)]
#[async_trait]
impl MigrationTrait for AlterTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for change in (self.changes)() {
            change.make(manager).await?;
        }
        if let Some(needs) = self.needs {
            expanding::note(manager, self.name, needs).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if self.needs.is_some() {
            expanding::forget(manager, self.name).await?;
        }
        for change in (self.changes)().into_iter().rev() {
            change.take_back(manager).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

impl Change {
    async fn make(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        match self {
            Self::Create(table) => create(manager, table).await,
            Self::Add(table, column) => add(manager, table, column).await,
            Self::Refer(table, column, to) => {
                // With the column, so that it goes with the column: SQLite drops none that a constraint of
                // the table names.
                let reference = format!(r#"REFERENCES "{to}" ("id")"#);
                add(manager, table, text_null(column).extra(reference).take()).await?;
                manager.create_index(index(table, column)).await
            }
            Self::Index(table, columns) => manager.create_index(index_of(table, columns)).await,
            Self::Relax(table, mut column) => replace(manager, table, column.null().take()).await,
            Self::Fill(update) => manager.execute(update).await,
            Self::Back(_) => Ok(()),
        }
    }

    async fn take_back(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        match self {
            Self::Create(table) => drop(manager, &table).await,
            Self::Add(table, column) => {
                drop_column(manager, table, &column.get_column_name()).await
            }
            Self::Refer(table, column, _) => {
                drop_index(manager, table, &[column]).await?;
                drop_column(manager, table, column).await
            }
            Self::Index(table, columns) => drop_index(manager, table, columns).await,
            Self::Relax(table, column) => replace(manager, table, column).await,
            Self::Fill(_) => Ok(()),
            Self::Back(delete) => manager.execute(delete).await,
        }
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let alter = Table::alter().table(table).add_column(column).take();
    manager.alter_table(alter).await
}

async fn drop_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &str,
) -> Result<(), DbErr> {
    let column = column.to_owned();
    let alter = Table::alter().table(table).drop_column(column).take();
    manager.alter_table(alter).await
}

async fn drop_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&str],
) -> Result<(), DbErr> {
    let mut index = Index::drop();
    index.name(index_name(table, columns)).table(table);
    manager.drop_index(index).await
}

/// Makes a column of a table one that may, or may not, hold nothing. SQLite has no statement for it: there the
/// values move into a new column.
async fn replace(
    manager: &SchemaManager<'_>,
    table: &'static str,
    mut column: ColumnDef,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        let alter = Table::alter().table(table).modify_column(column).take();
        return manager.alter_table(alter).await;
    }
    let name = column.get_column_name();
    let old = format!("{name}_old");
    let rename = Table::alter()
        .table(table)
        .rename_column(name.clone(), old.clone())
        .take();
    manager.alter_table(rename).await?;
    if column.get_column_spec().nullable == Some(false) {
        // For a moment; every row gets its value below. The older program never leaves it out.
        column.default("");
    }
    add(manager, table, column).await?;
    let values = Query::update()
        .table(table)
        .value(name, Expr::col(old.clone()))
        .take();
    manager.execute(values).await?;
    drop_column(manager, table, &old).await
}
