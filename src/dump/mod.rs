//! A version to take home: the whole graph with its history as an SQLite file that this program serves, the data
//! set's files, and its records as lines of JSON.
//!
//! Files are made once a version, one at a time, when they are first asked for, in a folder of their own, which is
//! gone as soon as they are whole. From then on they are read through what is open, and have no name: nothing that
//! is half written is ever read, and nothing is left behind.
//!
//! May use: `apart`, `clock`, `dataset`, `db`, `error`, `graph`, `store`, `terms`.

mod dumps;
mod error;
mod file;
mod folder;
mod format;
mod json_lines;
mod make;
mod sqlite;
mod stop;
mod tar;

pub use dumps::{Dumps, Making};
pub use error::DumpError;
pub use file::DumpFile;
pub use format::Format;
pub use sqlite::export;
