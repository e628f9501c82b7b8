//! The numbers behind a chart, as a table.

use super::super::address::Link;

/// A table: its columns, and rows that begin with what they are of.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) head: String,
    /// Where what the row is of is shown.
    pub(super) link: Option<Link>,
    pub(super) cells: Vec<String>,
}
