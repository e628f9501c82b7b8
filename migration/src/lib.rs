//! The database's history: one set of migrations, for SQLite and PostgreSQL alike.
//!
//! A migration creates the tables of one area, or alters those that are there, with the rows in them. It
//! never uses the `entity` crate: entities are the present, migrations the past. One that was released is
//! never edited: another follows it.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

mod alter;
mod create;
pub mod expanding;
mod m20261125_000001_create_vocabulary;
mod m20261125_000002_create_profile;
mod m20261125_000003_create_practice;
mod m20261125_000004_create_global;
mod m20261125_000005_create_assessment;
mod m20261125_000006_create_citation;
mod m20261125_000007_create_log;
mod m20261129_000001_second_edition;
mod m20261130_000001_history;
mod m20261201_000001_create_office;
mod m20261201_000002_expanding;
mod m20261202_000001_create_webhook;
mod m20261202_000002_saved_questions;
mod m20261202_000003_create_digest;
mod m20261203_000001_digest_language;
mod table;

use alter::AlterTables;
use create::CreateTables;

/// Brings a database to the present schema, or back.
#[derive(Debug)]
pub struct Migrator;

/// Lists migrations: what a module's function of that name tells is done, and the module's name is the
/// migration's.
///
/// One that only adds what older programs need not know says beside which it goes on: `beside` is followed by the
/// oldest migration that these must know, of those from `m20261201_000002_expanding` on. Without it, only programs that know a
/// migration take a database that has it.
macro_rules! migrations {
    ($($module:ident::$what:ident $(beside $needs:ident)?),* $(,)?) => {
        vec![$(migrations!(@ $what $module [$($needs)?])),*]
    };
    (@ tables $module:ident $needs:tt) => {
        Box::new(CreateTables {
            name: stringify!($module),
            tables: $module::tables,
            needs: migrations!(@ needs $needs),
        })
    };
    (@ changes $module:ident $needs:tt) => {
        Box::new(AlterTables {
            name: stringify!($module),
            changes: $module::changes,
            needs: migrations!(@ needs $needs),
        })
    };
    (@ needs []) => {
        None
    };
    (@ needs [$needs:ident]) => {
        Some(stringify!($needs))
    };
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        migrations![
            m20261125_000001_create_vocabulary::tables,
            m20261125_000002_create_profile::tables,
            m20261125_000003_create_practice::tables,
            m20261125_000004_create_global::tables,
            m20261125_000005_create_assessment::tables,
            m20261125_000006_create_citation::tables,
            m20261125_000007_create_log::tables,
            m20261129_000001_second_edition::changes,
            m20261130_000001_history::changes,
            m20261201_000001_create_office::tables,
            m20261201_000002_expanding::tables,
            m20261202_000001_create_webhook::tables beside m20261201_000002_expanding,
            m20261202_000002_saved_questions::tables beside m20261201_000002_expanding,
            m20261202_000003_create_digest::tables beside m20261201_000002_expanding,
            m20261203_000001_digest_language::changes beside m20261201_000002_expanding,
        ]
    }
}
