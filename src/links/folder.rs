//! The folder of linked documents: a file for each, `HASH.graphql`. Nothing is ever taken out of it here.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use tracing::warn;

use super::hash::is_hash;
use crate::error::NO_ROOM;
use crate::input::utf8;
use crate::request::{Documents, sha256};
use crate::secret::shown_path;

/// The most bytes of a document: what requests may carry.
const MAX_BYTES: u64 = 100_000;

/// How the names of documents end.
const END: &str = ".graphql";

/// The folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The most documents that may be in it.
    pub(super) most: u32,
    /// Held by who writes.
    writing: Mutex<()>,
}

/// Why a document is not written.
pub(super) enum NotWritten {
    /// The folder has as many as it may.
    Full,
    /// The disk is full.
    NoRoom(io::Error),
    /// Something else is wrong with the folder.
    Failed(io::Error),
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        if NO_ROOM.contains(&error.kind()) {
            Self::NoRoom(error)
        } else {
            Self::Failed(error)
        }
    }
}

impl Folder {
    /// A folder that is there, with nothing in it but documents under their hashes, and files that tell of others
    /// (`README.md`) or are hidden.
    pub(super) fn open(path: &Path, most: u32, documents: &Documents) -> anyhow::Result<Self> {
        let folder = Self {
            path: path.to_owned(),
            most,
            writing: Mutex::default(),
        };
        let of_folder = || format!("the links in {}", shown_path(path));
        for entry in fs::read_dir(path).with_context(of_folder)? {
            let path = entry.with_context(of_folder)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name.ends_with(".md") {
                continue;
            }
            let file = || format!("the link {}", shown_path(&path));
            let hash = name.strip_suffix(END).filter(|hash| is_hash(hash));
            let Some(hash) = hash else {
                bail!("{}: its name is to be a hash and `{END}`", file());
            };
            let text = folder.read(hash).with_context(file)?.unwrap_or_default();
            if let Err(refused) = documents.document(&text) {
                let why = refused.0.first().map(|error| &*error.message);
                warn!(
                    hash,
                    why, "the schema does not take the document of a link any more"
                );
            }
        }
        Ok(folder)
    }

    /// The document with a hash, if there is one.
    pub(super) fn read(&self, hash: &str) -> io::Result<Option<Arc<str>>> {
        let path = self.file(hash);
        let wrong = |why: String| io::Error::new(ErrorKind::InvalidData, why);
        let bytes = match fs::metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Ok(file) if file.len() > MAX_BYTES => {
                let size = file.len();
                return Err(wrong(format!(
                    "has {size} bytes, {MAX_BYTES} at most are read"
                )));
            }
            found => found.and_then(|_| fs::read(&path))?,
        };
        let text = utf8(&bytes).map_err(|why| wrong(why.to_string()))?;
        if sha256(text) != hash {
            return Err(wrong(
                "its name is not the hash of what is in it".to_owned(),
            ));
        }
        Ok(Some(text.into()))
    }

    /// Writes a document, whole or not at all, if it is not there.
    pub(super) fn write(&self, hash: &str, text: &str) -> Result<(), NotWritten> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.file(hash);
        if path.try_exists()? {
            return Ok(());
        }
        let mut count = 0;
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            count += u32::from(Path::new(&name).extension() == Some(OsStr::new(&END[1..])));
        }
        if count >= self.most {
            return Err(NotWritten::Full);
        }
        // Hidden until it is whole; what a program that was killed left is passed over.
        let mut file = tempfile::Builder::new()
            .prefix(".")
            .suffix(".part")
            .permissions(Permissions::from_mode(0o644))
            .tempfile_in(&self.path)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            // Another server may have been faster, with the same text.
            Err(kept) if kept.error.kind() != ErrorKind::AlreadyExists => {
                return Err(kept.error.into());
            }
            _ => {}
        }
        File::open(&self.path)?.sync_all()?;
        Ok(())
    }

    fn file(&self, hash: &str) -> PathBuf {
        self.path.join(format!("{hash}{END}"))
    }
}
