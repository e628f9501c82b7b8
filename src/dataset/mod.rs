//! The data set as files: TOML, as `data/FORMAT.md` describes it.
//!
//! ```text
//! files ──▶ values ──▶ records ──▶ rows        what records are, and their rules: domain
//!   ▲                                │
//!   └───────── records ◀─────────────┘
//! ```
//!
//! A file holds an aggregate, whose name is its path without `.toml`.
//!
//! May use: `domain`, `input`, `secret`.

use chrono::NaiveDate;
use entity::tables::Tables;
use toml::Table;

mod fault;
mod files;
mod multiply;
#[cfg(test)]
mod tests;
mod toml_text;
mod topics;
mod version;

use crate::domain::{Aggregate, Contents};
pub use fault::Fault;
pub use files::{Files, FilesError};
use files::{aggregate, unknown};
pub use multiply::multiplied;
pub use version::Exported;
use version::VERSION_FILE;

/// Rows that cannot be written as files.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no series of global meetings, which every data set has.
    #[error("the database holds no data set; import one first")]
    Empty,
    /// A record cannot be written as TOML.
    #[error("cannot write TOML: {0}")]
    Toml(#[from] toml::ser::Error),
}

/// Reads the files and makes their rows, or tells everything that is wrong in them on a day.
pub fn tables(files: &Files, today: NaiveDate) -> Result<Tables, Vec<Fault>> {
    let contents = read(files)?;
    contents
        .build(today)
        .map_err(|faults| faults.into_iter().map(Fault::from).collect())
}

/// The rows of the embedded files. They are sound whatever the machine's clock says.
pub fn embedded() -> Result<Tables, Vec<Fault>> {
    tables(&Files::embedded(), NaiveDate::MAX)
}

/// Holds rows that came of files and of others to the rules, on a day.
pub fn check(tables: &Tables, today: NaiveDate) -> Result<(), Vec<Fault>> {
    let contents = Contents::of(tables).unwrap_or_default();
    let built = contents.build(today);
    built
        .map(drop)
        .map_err(|faults| faults.into_iter().map(Fault::from).collect())
}

/// The files of the rows.
pub fn export(tables: &Tables) -> Result<Files, ExportError> {
    let contents = Contents::of(tables).ok_or(ExportError::Empty)?;
    let texts = contents.texts().map(|text| {
        let (aggregate, mut text) = text?;
        if *aggregate == Aggregate::Topics {
            text = topics::text(&text)?;
        }
        Ok((format!("{aggregate}.toml"), text))
    });
    Ok(texts.collect::<Result<_, toml::ser::Error>>()?)
}

/// Reads the files, or tells every fault that can be seen in each alone.
fn read(files: &Files) -> Result<Contents, Vec<Fault>> {
    let mut faults = files.faults().to_vec();
    let mut tables: Vec<(Aggregate, Table)> = Vec::new();
    for (path, text) in files.iter() {
        if path == VERSION_FILE {
            let wrong = Exported::read(text).err().into_iter().flatten();
            faults.extend(wrong.map(|message| Fault::of_file(path, message)));
            continue;
        }
        match (aggregate(path), toml_text::parse(text)) {
            (None, _) => faults.push(Fault::of_file(path, unknown(path))),
            (Some(_), Err(wrong)) => {
                faults.extend(
                    wrong
                        .into_iter()
                        .map(|message| Fault::of_file(path, message)),
                );
            }
            (Some(Aggregate::Topics), Ok(table)) => {
                tables.push((Aggregate::Topics, topics::values(table)));
            }
            (Some(aggregate), Ok(table)) => tables.push((aggregate, table)),
        }
    }
    for required in [
        Aggregate::Topics,
        Aggregate::Frameworks,
        Aggregate::GlobalMeetings,
    ] {
        let required = format!("{required}.toml");
        if !files.has(|path| path == required) {
            faults.push(Fault::of_file(&required, "is missing"));
        }
    }
    if !files.has(|path| path.starts_with("iscm/")) {
        let message = "holds no ISCM: each is a file iscm/<slug>.toml";
        faults.push(Fault::of_file("iscm/", message));
    }
    match Contents::read(tables) {
        Ok(contents) if faults.is_empty() => Ok(contents),
        Ok(_) => Err(faults),
        Err(wrong) => {
            faults.extend(wrong.into_iter().map(Fault::from));
            Err(faults)
        }
    }
}
