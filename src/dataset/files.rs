//! The data files: embedded in the program, or in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rust_embed::RustEmbed;

use super::fault::Fault;
use super::version::{Exported, VERSION_FILE};
use crate::domain::Aggregate;
use crate::input::utf8;
use crate::secret::shown_path;

/// The curated data set of this project.
#[derive(RustEmbed)]
#[folder = "data/"]
#[include = "*.toml"]
#[include = "iscm/*.toml"]
struct Embedded;

/// The aggregate that a file holds, by the file's path.
pub(super) fn aggregate(path: &str) -> Option<Aggregate> {
    Aggregate::named(path.strip_suffix(".toml")?)
}

/// What is wrong with a path that is no data file's.
pub(super) fn unknown(path: &str) -> String {
    let small = path.to_lowercase();
    if small != path && aggregate(&small).is_some() {
        return format!("is no data file: names are in small letters, as {small}");
    }
    "is no data file; these are topics.toml, frameworks.toml, global-meetings.toml, assessment-<key>.toml and \
     iscm/<slug>.toml"
        .to_owned()
}

/// Where Git keeps versions: the one folder, or file, that is passed over whatever it is.
const VERSIONS: &str = ".git";

/// Whether a file that may stand among data files is passed over, as FORMAT.md says: what tells about them, and
/// what programs leave behind.
fn is_passed_over(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        ".gitattributes",
        ".gitignore",
        ".gitkeep",
        ".editorconfig",
        ".ds_store",
        "thumbs.db",
        "desktop.ini",
    ];
    const DOCUMENTS: [&str; 6] = [
        "readme",
        "license",
        "licence",
        "copying",
        "notice",
        "changelog",
    ];
    let name = name.to_lowercase();
    let document = name.strip_suffix(".txt").unwrap_or(&name);
    name.starts_with("._")
        || Path::new(&name).extension().is_some_and(|end| end == "md")
        || NAMES.contains(&&*name)
        || DOCUMENTS.contains(&document)
}

/// Data files: texts by their paths in the data set, e.g. `iscm/rcm.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// What stands among them and is none, or cannot be read.
    faults: Vec<Fault>,
}

/// A folder of data files that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", shown_path(path))]
pub struct FilesError {
    path: PathBuf,
    source: io::Error,
}

impl FilesError {
    fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self {
            path: path.clone(),
            source,
        }
    }
}

impl Files {
    /// The embedded files.
    #[must_use]
    pub fn embedded() -> Self {
        let text = |path: &str| {
            let file = Embedded::get(path)?;
            Some(String::from_utf8_lossy(&file.data).into_owned())
        };
        Embedded::iter()
            .filter_map(|path| text(&path).map(|text| (path.into_owned(), text)))
            .collect()
    }

    /// The files in a folder and in its folder `iscm`. Each that is no data file, or cannot be read, is a
    /// fault, unless it is passed over.
    pub fn read(folder: &Path) -> Result<Self, FilesError> {
        let mut files = Self::default();
        files.read_folder(folder, "")?;
        files.faults.sort();
        Ok(files)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), FilesError> {
        for entry in fs::read_dir(folder).map_err(FilesError::at(folder))? {
            let path = entry.map_err(FilesError::at(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let inside = format!("{prefix}{name}");
            let is_folder = path.is_dir();
            if name == VERSIONS || !is_folder && is_passed_over(&name) {
                continue;
            }
            if inside == "iscm" && is_folder {
                self.read_folder(&path, "iscm/")?;
                continue;
            }
            match text(&path, &inside) {
                Ok(text) => drop(self.texts.insert(inside, text)),
                Err(message) => self.faults.push(Fault::of_file(&inside, message)),
            }
        }
        Ok(())
    }

    /// Writes the files into a folder, which must be new or empty.
    pub fn write(&self, folder: &Path) -> Result<(), FilesError> {
        let at_folder = FilesError::at(folder);
        fs::create_dir_all(folder.join("iscm")).map_err(&at_folder)?;
        let iscm = folder.join("iscm");
        for place in [folder, &iscm] {
            let is_other =
                |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.path() != iscm);
            for entry in fs::read_dir(place).map_err(&at_folder)? {
                if is_other(entry).map_err(&at_folder)? {
                    let error = io::Error::new(
                        io::ErrorKind::DirectoryNotEmpty,
                        "is not empty; name a new or an empty folder",
                    );
                    return Err(at_folder(error));
                }
            }
        }
        for (name, text) in &self.texts {
            let path = folder.join(name);
            fs::write(&path, text).map_err(FilesError::at(&path))?;
        }
        Ok(())
    }

    /// The files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The same, exported from a version.
    #[must_use]
    pub fn of_version(mut self, exported: Exported) -> Self {
        self.texts.insert(VERSION_FILE.to_owned(), exported.text());
        self
    }

    /// The version that they were exported from, if they tell.
    #[must_use]
    pub fn exported(&self) -> Option<Exported> {
        Exported::read(self.texts.get(VERSION_FILE)?).ok()
    }

    /// What stands among the files and is no data file, or cannot be read.
    pub(super) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether a file is there, sound or not.
    pub(super) fn has(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        let faulty = self.faults.iter().map(|fault| &fault.file);
        self.texts.keys().chain(faulty).any(|path| is_meant(path))
    }
}

/// The text of a data file, or what is wrong with it.
fn text(path: &Path, inside: &str) -> Result<String, String> {
    // Of the file that a link leads to.
    let file = fs::metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if file.is_dir() {
        return Err("is a folder; the only one among data files is iscm".to_owned());
    }
    if aggregate(inside).is_none() && inside != VERSION_FILE {
        return Err(unknown(inside));
    }
    if !file.is_file() {
        return Err("is no plain file".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    utf8(&bytes)
        .map(str::to_owned)
        .map_err(|fault| fault.to_string())
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self {
            texts: files.into_iter().collect(),
            faults: Vec::new(),
        }
    }
}
