//! Tables: what an operation asks for as rows and columns, by the rule of docs/files.md.
//!
//! The plan stays what it is: a table says which of its lists the rows are, and which column each value goes
//! into. Its lists are walked to their ends, whatever size of a page is asked for.

mod cell;
mod compile;
mod entries;
mod items;
mod walk;

pub use cell::{Cell, CellType};
pub use walk::Rows;

use super::plan::SetId;

/// What becomes of lists that are not the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OtherLists {
    /// They are refused.
    #[default]
    Refuse,
    /// Their values are joined into one text.
    Join,
    /// They are left out.
    Omit,
}

impl OtherLists {
    /// All, by their words.
    pub const ALL: [(&'static str, Self); 3] = [
        ("join", Self::Join),
        ("omit", Self::Omit),
        ("refuse", Self::Refuse),
    ];

    /// The one with a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(of, _)| *of == word).map(|(_, lists)| lists)
    }
}

/// How an operation is to be a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableOptions<'o> {
    /// The path of the list whose items are the rows; without it, the only list.
    pub rows: Option<&'o str>,
    /// What becomes of lists that are not the rows.
    pub lists: OtherLists,
    /// Whether what has an empty list of rows is a row itself.
    pub keep_empty: bool,
}

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

/// An operation as a table.
#[derive(Debug)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The path of the list whose items are the rows; empty where the answer as a whole is the one row.
    pub path: String,
    keep_empty: bool,
    root: Branch,
}

/// What is taken of objects at one place of the answer.
#[derive(Debug)]
struct Branch {
    /// For each type that they may be of: which of its entries is taken for what.
    sets: Vec<(SetId, Vec<(usize, Part)>)>,
    /// All columns of it, and of what is inside.
    columns: Vec<usize>,
    /// Whether each object is a row.
    is_row: bool,
}

/// What an entry is taken for.
#[derive(Debug)]
enum Part {
    /// The value in a column.
    Cell(usize),
    /// The values in the columns of what it leads to.
    Inside(Branch),
    /// The values of a list's items, joined in their columns.
    Joined(Branch),
    /// What leads to the rows.
    Way(Branch),
}
