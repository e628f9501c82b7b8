//! Migrations that create tables.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::*;

use crate::expanding;
use crate::table::indexes_of_foreign_keys;

/// A migration that creates tables, and drops them on the way back.
pub(crate) struct CreateTables {
    pub(crate) name: &'static str,
    pub(crate) tables: fn() -> Vec<TableCreateStatement>,
    /// The migration that programs must know to go on beside this one; nothing where it must be this one.
    pub(crate) needs: Option<&'static str>,
}

impl MigrationName for CreateTables {
    fn name(&self) -> &str {
        self.name
    }
}

#[expect(
    elided_lifetimes_in_paths,
    reason = "the trait is written without the lifetime, and its macro counts"
)]
#[async_trait]
impl MigrationTrait for CreateTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in (self.tables)() {
            create(manager, table).await?;
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
        for table in (self.tables)().into_iter().rev() {
            drop(manager, &table).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Creates a table, with an index for each foreign key.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
) -> Result<(), DbErr> {
    let indexes = indexes_of_foreign_keys(&table);
    manager.create_table(table).await?;
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops a table, its rows and its indexes.
pub(crate) async fn drop(
    manager: &SchemaManager<'_>,
    table: &TableCreateStatement,
) -> Result<(), DbErr> {
    let Some(name) = table.get_table_name() else {
        return Ok(());
    };
    manager
        .drop_table(Table::drop().table(name.clone()).take())
        .await
}
