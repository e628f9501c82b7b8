//! Links: documents that are known by the SHA-256 of their text, for good: those that the operator trusts, those of
//! named data sets, and those that somebody made a link for, which are kept in a folder.
//!
//! May use: `config`, `error`, `files`, `input`, `request`, `secret`.

mod folder;
mod hash;

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::anyhow;

use crate::config::Edge;
use crate::error::{Error, ErrorCode};
use crate::files::NamedSets;
use crate::request::{Document, Documents, Refused, sha256};
use folder::{Folder, NotWritten};
pub use hash::is_hash;

/// The documents that links lead to.
#[derive(Debug)]
pub struct Links {
    /// Those of the operator and of named data sets, by their hashes.
    known: HashMap<String, Arc<Document>>,
    /// Those that somebody made a link for.
    folder: Option<Folder>,
}

/// Why there is no document of a link.
#[derive(Debug)]
pub enum Missing {
    /// No document has the hash.
    Unknown,
    /// It is none of the operator's, whose documents alone are answered.
    Untrusted,
    /// The present schema does not take it.
    NotTaken(Refused),
    /// It cannot be read.
    Unreadable(String),
}

/// Why a link is not made.
#[derive(Debug)]
pub enum NotMade {
    /// There is no folder for documents that are not known.
    NoFolder,
    /// The folder has as many as it may.
    Full {
        /// How many that is.
        most: u32,
    },
    /// The disk is full.
    NoRoom(String),
    /// The folder cannot be written to.
    Failed(String),
}

impl Links {
    /// Those that are known, the pages' among them, and those of the folder that is set, which are all looked at. One
    /// that the present schema does not take is told in the log.
    pub fn open(
        edge: &Edge,
        documents: &Documents,
        named: &NamedSets,
        pages: &[&str],
    ) -> anyhow::Result<Self> {
        let mut known = HashMap::new();
        for text in documents.trusted() {
            if let Ok(document) = documents.read(text) {
                known.insert(sha256(text), document);
            }
        }
        for set in named.iter() {
            let document = Arc::clone(&set.document);
            known.insert(sha256(&document.text), document);
        }
        for text in pages {
            let document = documents.document(text).map_err(|refused| {
                let messages = refused.0.into_iter().map(|error| error.message);
                anyhow!(
                    "the document of a page: {}",
                    messages.collect::<Vec<_>>().join("; ")
                )
            })?;
            known.insert(sha256(text), document);
        }
        let folder = edge.links.as_deref();
        let folder = folder.map(|path| Folder::open(path, edge.max_links, documents));
        Ok(Self {
            known,
            folder: folder.transpose()?,
        })
    }

    /// The document with a hash. It may be read from the disk.
    pub fn find(&self, documents: &Documents, hash: &str) -> Result<Arc<Document>, Missing> {
        if let Some(known) = self.known.get(hash) {
            return Ok(Arc::clone(known));
        }
        let folder = self.folder.as_ref().filter(|_| is_hash(hash));
        let text = folder.map(|folder| folder.read(hash)).transpose();
        let text = text.map_err(|why| Missing::Unreadable(why.to_string()))?;
        let text = text.flatten().ok_or(Missing::Unknown)?;
        if documents.trusts_alone() {
            return Err(Missing::Untrusted);
        }
        documents.read(&text).map_err(Missing::NotTaken)
    }

    /// Makes a document known for good, if it is not yet; its hash. It may be written to the disk.
    pub fn make(&self, document: &Document) -> Result<String, NotMade> {
        let hash = sha256(&document.text);
        if self.known.contains_key(&hash) {
            return Ok(hash);
        }
        let folder = self.folder.as_ref().ok_or(NotMade::NoFolder)?;
        let written = folder.write(&hash, &document.text);
        written.map(|()| hash).map_err(|why| match why {
            NotWritten::Full => NotMade::Full { most: folder.most },
            NotWritten::NoRoom(why) => NotMade::NoRoom(why.to_string()),
            NotWritten::Failed(why) => NotMade::Failed(why.to_string()),
        })
    }
}

impl Missing {
    /// As clients are told it.
    #[must_use]
    pub fn error(self, hash: &str) -> Error {
        match self {
            Self::Unknown => {
                let message = format!(
                    "no document with the hash {hash} is known here: a link is made by `POST /q`"
                );
                Error::new(ErrorCode::NotFound, message)
            }
            Self::Untrusted => {
                let message = "only documents that the operator trusts are answered here";
                Error::new(ErrorCode::DocumentNotTrusted, message)
            }
            Self::NotTaken(refused) => {
                let why = refused.0.into_iter().next();
                let why = why.map(|error| error.message).unwrap_or_default();
                let message =
                    format!("the schema does not take the document of this link any more: {why}");
                Error::new(ErrorCode::GraphqlValidationFailed, message)
            }
            Self::Unreadable(cause) => Error::internal(cause),
        }
    }
}
