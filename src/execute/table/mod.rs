//! Tables: what an operation asks for as rows and columns, by the rule of docs/files.md.
#![allow(
    dead_code,
    reason = "of this branch alone: what makes the rows comes with another"
)]

mod cell;

pub use cell::{Cell, CellType};

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The path of aliases to its field, without `edges` and `nodes`.
    pub name: String,
    /// What the field is, as the schema says it.
    pub doc: String,
    /// What its values are.
    pub ty: CellType,
    /// Whether they are the values of a list, joined.
    pub is_joined: bool,
    /// Whether each row has a value of its own, and not that of something above it.
    pub is_of_row: bool,
}
