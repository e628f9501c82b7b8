//! The data set many times in a database.

use std::path::Path;

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use entity::tables::Tables;
use iscm::config::{Config, Settings};
use iscm::dataset;
use iscm::db::Setup;
use sea_orm::DatabaseConnection;

/// The address of the file in a folder.
pub(super) fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("graph.sqlite").display())
}

/// Makes the file in a folder; its rows, and the connection that wrote them.
pub(super) async fn fill(
    folder: &Path,
    times: u32,
) -> Result<(Config, DatabaseConnection, Tables)> {
    fill_at(address(folder), times).await
}

/// The same in any database that is empty.
pub(super) async fn fill_at(
    database: String,
    times: u32,
) -> Result<(Config, DatabaseConnection, Tables)> {
    let settings = Settings {
        database: Some(database),
        ..Settings::default()
    };
    let config = settings.resolve()?;
    let files = dataset::multiplied(times)?;
    let tables = dataset::tables(&files, NaiveDate::MAX);
    let tables = tables.map_err(|faults| anyhow!("{} faults", faults.len()))?;
    let mut setup = Setup::begin(&config.database).await?;
    setup.migrate().await?;
    let db = setup.commit().await?;
    iscm::apply(&db, iscm::change(&tables, "The data")).await?;
    Ok((config, db, tables))
}
