//! The data set between its files and the database.
//!
//! May use: `clock`, `dataset`, `db`, `graph`, `store`.

use chrono::{NaiveDate, TimeDelta};
use entity::tables::Tables;
use sea_orm::DatabaseConnection;
use tracing::info;

use crate::clock::Clock;
use crate::dataset::{self, Exported, Fault, Files};
use crate::db;
use crate::graph::{LoadError, Snapshot};
use crate::store::{self, Change, Conflicts, IMPORT, Merge, Outcome, Version, WriteError};

/// What a changeset that takes the embedded data set is for, where nobody says.
pub const EMBEDDED: &str = concat!("The data set of iscm ", env!("CARGO_PKG_VERSION"));

/// Makes the database's data set that of the files, as one changeset, but for what others changed since these were
/// made. Nothing is written if anything is wrong, and nothing where both changed one thing.
pub async fn import(
    db: &DatabaseConnection,
    files: &Files,
    message: &str,
) -> anyhow::Result<Outcome> {
    let tables = check(files)?;
    let change = Change {
        merge: Some(merge(files, Conflicts::Refuse)),
        ..change(&tables, message)
    };
    Ok(apply(db, change).await?)
}

/// How files are merged with what others changed since these were made.
#[must_use]
pub fn merge(files: &Files, conflicts: Conflicts) -> Merge<'static> {
    let exported = files.exported().map(|exported| Version {
        number: exported.version,
        published_at: exported.published.timestamp_millis(),
    });
    let check = &|tables: &Tables| match dataset::check(tables, today()) {
        Ok(()) => Ok(()),
        Err(faults) => Err(Faults(faults).to_string()),
    };
    Merge {
        exported,
        conflicts,
        check,
    }
}

/// A changeset that makes the rows these.
#[must_use]
pub fn change<'a>(tables: &'a Tables, message: &'a str) -> Change<'a> {
    Change {
        actor: IMPORT,
        message,
        tables,
        at: Clock::system().now(),
        may_remove: true,
        merge: None,
    }
}

/// The rows of a data set's files, or everything that is wrong in them today.
pub fn check(files: &Files) -> Result<Tables, Faults> {
    dataset::tables(files, today()).map_err(Faults)
}

/// The day that it is where it is latest on earth.
fn today() -> NaiveDate {
    /// How far the first day on earth is before that of UTC.
    const AHEAD: TimeDelta = TimeDelta::hours(14);
    (Clock::system().now() + AHEAD).date_naive()
}

/// The rows of the data set that comes with this program.
pub fn embedded() -> Result<Tables, Faults> {
    dataset::embedded().map_err(Faults)
}

/// Makes a changeset in the database.
pub async fn apply(db: &DatabaseConnection, change: Change<'_>) -> Result<Outcome, WriteError> {
    info!("the files are sound; comparing them with the database");
    store::write(db, change).await
}

/// The database's data set as files.
pub async fn export(db: &DatabaseConnection) -> anyhow::Result<Files> {
    let loaded = store::load(db).await.map_err(db::Error::from)?;
    if loaded.version.number == 0 {
        return Err(LoadError::Empty.into());
    }
    let published = loaded.version.published().unwrap_or_default();
    let exported = Exported {
        version: loaded.version.number,
        published,
    };
    let files = dataset::export(&loaded.tables)?.of_version(exported);
    // What is no graph is no data set either.
    Snapshot::new(loaded)?;
    Ok(files)
}

/// Everything that is wrong in a data set, a line each.
#[derive(Debug)]
pub struct Faults(pub Vec<Fault>);

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let count = self.0.len();
        write!(
            f,
            "{count} fault{} in the data set; nothing is written",
            if count == 1 { "" } else { "s" }
        )
    }
}

impl std::error::Error for Faults {}
