//! Why a dump was not made.

use std::io;

use sea_orm::DbErr;

use crate::dataset::ExportError;
use crate::db;
use crate::error::NO_ROOM;
use crate::store::{CopyError, OtherVersion};

/// A dump that was not made. Nothing is left of it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DumpError {
    /// There is no room for it where it is written.
    #[error("there is no room for it: {0}")]
    NoRoom(String),
    /// The history of the version is not to be had.
    #[error(transparent)]
    OtherVersion(#[from] OtherVersion),
    /// The database cannot be read.
    #[error("cannot read the database: {0}")]
    Database(String),
    /// It cannot be written for another reason.
    #[error("cannot write it: {0}")]
    Failed(String),
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
}

impl DumpError {
    /// What is wrong with the file that is written.
    pub(super) fn of_file(error: db::Error) -> Self {
        match error {
            db::Error::Statement(error) => Self::of_statement(&error),
            error => Self::Failed(error.to_string()),
        }
    }

    fn of_statement(error: &DbErr) -> Self {
        let reason = db::reason(error);
        if db::is_of_storage(error) {
            Self::NoRoom(reason)
        } else {
            Self::Failed(reason)
        }
    }
}

/// What is wrong with the database that is read.
impl From<db::Error> for DumpError {
    fn from(error: db::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<CopyError> for DumpError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Read(error) => Self::Database(db::reason(&error)),
            CopyError::Other(other) => other.into(),
            CopyError::Write(error) => Self::of_statement(&error),
        }
    }
}

impl From<io::Error> for DumpError {
    fn from(error: io::Error) -> Self {
        if NO_ROOM.contains(&error.kind()) {
            Self::NoRoom(error.to_string())
        } else {
            Self::Failed(error.to_string())
        }
    }
}

impl From<serde_json::Error> for DumpError {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<ExportError> for DumpError {
    fn from(error: ExportError) -> Self {
        Self::Failed(error.to_string())
    }
}
