//! Data files for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use entity::tables::Tables;
use iscm::dataset::Files;
use tempfile::TempDir;
use toml::Value;

/// The project's own data files.
pub(crate) fn data_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The rows of the project's own files, but for the year in which the RCM was established.
pub(crate) fn tables_with(established: i32) -> Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| iscm::embedded().expect("sound files"));
    let mut tables = TABLES.clone();
    let mut iscms = tables.iscm.iter_mut();
    let rcm = iscms.find(|row| row.id == "rcm").expect("the RCM");
    rcm.established = established;
    tables
}

/// All records of the data files as they are written, read without any of the product's code: the
/// file, the table and the record.
pub(crate) fn records() -> Vec<(String, String, toml::Table)> {
    let mut records = Vec::new();
    let top = data_folder();
    for folder in [top.clone(), top.join("iscm")] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            let is_data = path.extension().is_some_and(|end| end == "toml");
            if !is_data || path.ends_with("topics.toml") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            let file = path.strip_prefix(&top).expect("inside").with_extension("");
            let file = file.display().to_string();
            let mut head: toml::Table = text.parse().expect("TOML");
            let tables: Vec<String> = head
                .iter()
                .filter(|(_, value)| is_records(value))
                .map(|(name, _)| name.clone())
                .collect();
            for name in tables {
                let rows = match head.remove(&name).expect("a table") {
                    Value::Array(rows) => rows,
                    row => vec![row],
                };
                for row in rows {
                    let Value::Table(row) = row else { continue };
                    records.push((file.clone(), name.clone(), row));
                }
            }
            if file.starts_with("iscm/") {
                records.push((file, "iscm".to_owned(), head));
            }
        }
    }
    records
}

/// Whether a value is a table of records, and not a value of one.
fn is_records(value: &Value) -> bool {
    match value {
        Value::Array(rows) => rows.first().is_some_and(Value::is_table),
        Value::Table(table) => table.contains_key("cite"),
        _ => false,
    }
}

/// A copy of the data files, to change.
pub(crate) struct DataFolder(TempDir);

impl DataFolder {
    pub(crate) fn copy() -> Self {
        let copy = TempDir::with_prefix("iscm-data-").expect("a folder");
        fs::create_dir(copy.path().join("iscm")).expect("a folder");
        for folder in ["", "iscm"] {
            for entry in fs::read_dir(data_folder().join(folder)).expect("a folder") {
                let path = entry.expect("a file").path();
                if path.extension().is_some_and(|end| end == "toml") {
                    let name = path.file_name().expect("a name");
                    fs::copy(&path, copy.path().join(folder).join(name)).expect("a copy");
                }
            }
        }
        Self(copy)
    }

    /// A folder of other files.
    pub(crate) fn of(files: &Files) -> Self {
        let folder = TempDir::with_prefix("iscm-data-").expect("a folder");
        files.write(folder.path()).expect("written");
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Replaces a text that stands in a file.
    pub(crate) fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(old), "{file} has {old:?}");
        fs::write(path, text.replacen(old, new, 1)).expect("written");
    }

    /// Adds to the end of a file.
    pub(crate) fn append(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        let old = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, format!("{old}\n{text}\n")).expect("written");
    }
}

/// Data files but for the one that tells the version.
pub(crate) fn without_version(files: &Files) -> Vec<(String, String)> {
    let data = files.iter().filter(|(path, _)| *path != "version.toml");
    let data = data.map(|(path, text)| (path.to_owned(), text.to_owned()));
    data.collect()
}
