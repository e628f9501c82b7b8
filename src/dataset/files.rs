//! The data files: embedded in the program, or in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rust_embed::RustEmbed;

/// The curated data set of this project.
#[derive(RustEmbed)]
#[folder = "data/"]
#[include = "*.toml"]
#[include = "iscm/*.toml"]
struct Embedded;

/// Data files: texts by their paths in the data set, e.g. `iscm/rcm.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, String>);

/// A folder of data files that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
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

    /// The TOML files in a folder and in its folder `iscm`.
    pub fn read(folder: &Path) -> Result<Self, FilesError> {
        let mut files = BTreeMap::new();
        for (prefix, folder) in [("", folder.to_owned()), ("iscm/", folder.join("iscm"))] {
            if !prefix.is_empty() && !folder.is_dir() {
                continue;
            }
            for entry in fs::read_dir(&folder).map_err(FilesError::at(&folder))? {
                let path = entry.map_err(FilesError::at(&folder))?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if path
                    .extension()
                    .is_some_and(|extension| extension == "toml")
                {
                    let text = fs::read_to_string(&path).map_err(FilesError::at(&path))?;
                    files.insert(format!("{prefix}{name}"), text);
                }
            }
        }
        Ok(Self(files))
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
        for (name, text) in &self.0 {
            let path = folder.join(name);
            fs::write(&path, text).map_err(FilesError::at(&path))?;
        }
        Ok(())
    }

    /// The files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether a file is there.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }
}

/// The path of a file without `.toml`.
pub(super) fn stem(path: &str) -> &str {
    path.strip_suffix(".toml").unwrap_or(path)
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}
