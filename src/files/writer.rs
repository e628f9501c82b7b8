//! What writes a file.

use std::io;

use crate::error::{Error, Result};
use crate::execute::Cell;

/// A row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The texts of the columns that come first.
    pub leading: &'r [&'r str],
    /// Its key.
    pub key: &'r str,
    /// Its values in the order of the table's columns; of those that are left out at the end nothing is told.
    pub cells: &'r [Cell<'r>],
}

/// Writes a file row by row. It makes a write of each row, or less: what collects them is the caller's.
pub trait Writer {
    /// Writes a row.
    fn row(&mut self, row: Row<'_>) -> Result<()>;

    /// Writes what comes behind the rows. A file that was not finished is none, but as CSV and JSON Lines.
    fn finish(self: Box<Self>) -> Result<()>;
}

impl Row<'_> {
    /// Does something with each value, by the place of its column.
    pub(super) fn each(&self, mut each: impl FnMut(usize, &Cell<'_>) -> Result<()>) -> Result<()> {
        let texts = self.leading.iter().chain([&self.key]);
        let texts = texts.map(|text| Cell::Text((*text).into()));
        let mut place = 0;
        for text in texts {
            each(place, &text)?;
            place += 1;
        }
        for cell in self.cells {
            each(place, cell)?;
            place += 1;
        }
        Ok(())
    }
}

/// What was not written, for the log: whoever takes the bytes knows whether a client left.
pub(super) fn unwritten(error: &io::Error) -> Error {
    Error::internal(format!("writing a file: {error}"))
}
