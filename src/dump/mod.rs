//! A version to take home: the whole graph with its history as an SQLite file that this program serves, the data
//! set's files, and its records as lines of JSON.
//!
//! Files are made once a version, one at a time, when they are first asked for, in a folder of their own, which is
//! gone as soon as they are whole. From then on they are read through what is open, and have no name: nothing that
//! is half written is ever read, and nothing is left behind.
//!
//! May use: `apart`, `dataset`, `db`, `graph`, `store`, `terms`.

mod dumps;
mod error;
mod file;
mod folder;
mod json_lines;
mod make;
mod sqlite;
mod tar;

pub use dumps::{Dumps, Making};
pub use error::DumpError;
pub use file::DumpFile;
pub use sqlite::export;

/// What a version is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// An SQLite file with the rows and the log.
    Sqlite,
    /// The data set's files in one, a compressed tar.
    Toml,
    /// A line of JSON for each record, compressed.
    JsonLines,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Toml, Self::JsonLines];

    /// What names of its files end with.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Toml => "toml.tar.zst",
            Self::JsonLines => "jsonl.zst",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Sqlite => "application/vnd.sqlite3",
            Self::Toml | Self::JsonLines => "application/zstd",
        }
    }
}

/// What the files of a version are called, without what they end with.
fn stem(version: i64) -> String {
    format!("iscm-graph-{version}")
}
