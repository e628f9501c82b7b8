//! The database's history: one set of migrations, for SQLite and PostgreSQL alike.
//!
//! A migration creates the tables of one area. It never uses the `entity` crate: entities are the
//! present, migrations the past. A later migration that changes tables implements
//! [`MigrationTrait`] itself.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::*;

pub use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

mod m20261125_000001_create_vocabulary;
mod m20261125_000002_create_profile;
mod m20261125_000003_create_practice;
mod m20261125_000004_create_global;
mod m20261125_000005_create_assessment;
mod m20261125_000006_create_citation;
mod m20261125_000007_create_log;
mod table;

/// Brings a database to the present schema, or back.
#[derive(Debug)]
pub struct Migrator;

/// Lists migrations that create tables: the module's name is the migration's.
macro_rules! creating {
    ($($module:ident),* $(,)?) => {
        vec![$(Box::new(CreateTables { name: stringify!($module), tables: $module::tables })),*]
    };
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        creating![
            m20261125_000001_create_vocabulary,
            m20261125_000002_create_profile,
            m20261125_000003_create_practice,
            m20261125_000004_create_global,
            m20261125_000005_create_assessment,
            m20261125_000006_create_citation,
            m20261125_000007_create_log,
        ]
    }
}

/// A migration that creates tables, and drops them on the way back.
struct CreateTables {
    name: &'static str,
    tables: fn() -> Vec<TableCreateStatement>,
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
            let indexes = table::indexes_of_foreign_keys(&table);
            manager.create_table(table).await?;
            for index in indexes {
                manager.create_index(index).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in (self.tables)().into_iter().rev() {
            if let Some(name) = table.get_table_name() {
                let drop = Table::drop().table(name.clone()).take();
                manager.drop_table(drop).await?;
            }
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
