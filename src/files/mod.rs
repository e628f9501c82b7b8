//! Files: rows and columns as CSV, JSON, JSON Lines, workbooks of Excel and Parquet. Nothing here knows of HTTP: a
//! file is written into anything that takes bytes, row by row, and no more of it is held than a buffer.
//!
//! ```text
//! columns + About ──▶ Layout ──begin(format)──▶ Writer ──row, row, …──▶ finish
//!                        └──▶ csvw: what the columns of a CSV file are, beside it
//! ```
//!
//! May use: `clock`, `error`, `execute`, `graph`, `input`, `money`, `office`, `request`, `secret`, `terms`, `work`.

mod about;
mod begin;
mod csv;
mod csvw;
mod delta;
mod format;
mod json;
mod layout;
mod listing;
mod named;
#[cfg(feature = "parquet")]
mod parquet;
mod saved;
#[cfg(test)]
mod tests;
mod writer;
mod wrong;
mod xlsx;
mod xlsx_error;

pub use about::About;
pub use begin::begin;
pub use csvw::{METADATA, metadata};
pub use delta::{EachChange, Operation, changes};
pub use format::Format;
pub use layout::{Head, Layout};
pub use listing::Listing;
pub use named::{Named, NamedSets};
pub use saved::SavedSets;
pub use writer::{Row, Writer};
