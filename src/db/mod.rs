//! The database: its address, opening it to read and to write, and its schema.
//!
//! Everything that is asked of PostgreSQL is asked inside a transaction, so that a pooler which gives each
//! transaction another connection (pgbouncer) may stand before it.
//!
//! May use: `secret`.

mod address;
mod error;
mod new_file;
mod news;
mod open;
mod postgres;
mod read;
mod schema;
mod setup;
mod sqlite;
mod transaction;

pub use address::{AddressError, DatabaseUrl};
pub use error::Error;
pub(crate) use error::{is_away, is_forbidden, is_of_storage, reason};
pub use new_file::NewFile;
pub use news::{News, tell};
pub use open::{DatabaseConfig, close_written, connect};
pub use read::{Database, Reading, Session};
pub use schema::{Schema, commit_written, has_table};
pub use setup::{Setup, wait_for_setup};
pub use transaction::{Access, alone, begin};
