//! JSON: an object a row, alone on its line (JSON Lines) or in a list, with what the data are before it.
//!
//! Values are as answers of the API have them: amounts of money, dates and moments are texts. What a row leaves out
//! has no key.

use std::io::Write;

use super::layout::{Head, Layout};
use super::writer::{Row, Writer, unwritten};
use crate::error::{Error, Result};
use crate::execute::{Cell, CellType};

/// Writes JSON.
pub(super) struct Json<W> {
    out: W,
    /// What stands before the value of each column, and of which type it is.
    keys: Vec<(Vec<u8>, CellType)>,
    /// Whether each row is a document of its own.
    is_lines: bool,
    is_first: bool,
    /// The row that is written.
    line: Vec<u8>,
}

impl<W: Write> Json<W> {
    /// Begins lines.
    pub(super) fn lines(layout: &Layout, out: W) -> Self {
        let key = |head: &Head| {
            let mut key = string(&head.name);
            key.push(b':');
            (key, head.ty)
        };
        Self {
            out,
            keys: layout.heads.iter().map(key).collect(),
            is_lines: true,
            is_first: true,
            line: Vec::new(),
        }
    }

    /// Writes what stands before the rows.
    pub(super) fn whole(layout: &Layout, out: W) -> Result<Self> {
        let mut json = Self {
            is_lines: false,
            ..Self::lines(layout, out)
        };
        let (about, columns) = (layout.about.json(), layout.columns_json());
        let head = format!("{{\"about\":{about},\"columns\":{columns},\"rows\":[");
        json.write(head.as_bytes())?;
        Ok(json)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|error| unwritten(&error))
    }
}

impl<W: Write> Writer for Json<W> {
    fn row(&mut self, row: Row<'_>) -> Result<()> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        if !self.is_lines {
            line.extend_from_slice(if self.is_first { b"\n" } else { b",\n" });
        }
        self.is_first = false;
        line.push(b'{');
        row.each(|place, cell| {
            let Some((key, ty)) = self.keys.get(place) else {
                return Err(Error::internal("a row has more values than columns"));
            };
            if place > 0 {
                line.push(b',');
            }
            line.extend_from_slice(key);
            value(&mut line, *ty, cell);
            Ok(())
        })?;
        line.push(b'}');
        if self.is_lines {
            line.push(b'\n');
        }
        let written = self.write(&line);
        self.line = line;
        written
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if !self.is_lines {
            self.write(b"\n]}\n")?;
        }
        self.out.flush().map_err(|error| unwritten(&error))
    }
}

/// A text in quotes.
fn string(text: &str) -> Vec<u8> {
    // Writing to memory does not fail.
    serde_json::to_vec(text).unwrap_or_default()
}

/// The value of a cell in a column.
fn value(line: &mut Vec<u8>, ty: CellType, cell: &Cell<'_>) {
    // Writing to memory does not fail.
    let _ = match (ty, cell) {
        (CellType::Float, Cell::Float(number)) => serde_json::to_writer(line, number),
        (CellType::Int | CellType::Float, Cell::Int(number)) => serde_json::to_writer(line, number),
        (CellType::Flag, Cell::Flag(flag)) => serde_json::to_writer(line, flag),
        _ => serde_json::to_writer(line, &cell.text()),
    };
}
