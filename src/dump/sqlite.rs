//! The graph with its history as one SQLite file.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use entity::tables::AllTables;
use sea_orm::DatabaseConnection;
use tempfile::TempPath;

use super::error::DumpError;
use super::folder::private_folder;
use crate::db::{Database, NewFile};
use crate::graph::{LoadError, Snapshot};
use crate::store::{self, Version};

/// Writes a version that was read from a database into a folder; the file.
pub(super) async fn write(
    folder: &Path,
    version: Version,
    tables: &impl AllTables,
    from: &DatabaseConnection,
) -> Result<PathBuf, DumpError> {
    let seconds = i64::try_from(version.unix_seconds()).unwrap_or(i64::MAX);
    // What was begun before a file that is read changed is in the way.
    let working = private_folder("work-", folder)?;
    let working_file = working.path().join("graph.sqlite");
    let new = NewFile::begin(&working_file, seconds).await;
    let new = new.map_err(DumpError::of_file)?;
    store::copy(from, version, tables, new.transaction()).await?;
    let file = working.path().join("whole.sqlite");
    new.write(&file).await.map_err(DumpError::of_file)?;
    let whole = folder.join("graph.sqlite");
    std::fs::rename(&file, &whole)?;
    Ok(whole)
}

/// Writes the present version of a database to a new file. It is made in a folder beside that, and gets its name when
/// it is whole; a file that is there is left as it is. Its version.
pub async fn export(database: &Database, file: &Path) -> anyhow::Result<Version> {
    if file.symlink_metadata().is_ok() {
        bail!("it is there already; name a new file");
    }
    let beside = match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => bail!("it names no file"),
    };
    let folder = private_folder(".iscm-", beside)?;
    let version = database.read(async |reading| {
        reading.check().await?;
        let loaded = store::load(reading.db()).await.map_err(LoadError::from)?;
        let version = loaded.version;
        if version.number == 0 {
            return Err(LoadError::Empty.into());
        }
        write(folder.path(), version, &loaded.tables, reading.db()).await?;
        // What is no graph is no data set either.
        Snapshot::new(loaded)?;
        Ok::<_, anyhow::Error>(version)
    });
    let version = version.await?;
    let whole = folder.path().join("graph.sqlite");
    File::open(&whole)?.sync_all()?;
    let whole = TempPath::try_from_path(whole)?;
    whole
        .persist_noclobber(file)
        .map_err(|fault| fault.error)
        .context("it cannot be given its name")?;
    Ok(version)
}
