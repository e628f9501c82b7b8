//! CSV to RFC 4180: commas, lines that end with CRLF, a first line with the names.
//!
//! Nothing that is known is an empty field, and an empty text is `""`: a program that looks can tell one from the other.
//! That is why the quotes are put here: the crate `csv` writes both alike. No value is altered, one that begins with `=`
//! neither: who opens a file in a program that takes such texts for formulas asks for a workbook, whose texts are none.

use std::io::Write;

use super::layout::Layout;
use super::writer::{Row, Writer, unwritten};
use crate::error::Result;

/// Writes CSV.
pub(super) struct Csv<W> {
    out: W,
    /// How many columns there are.
    columns: usize,
    /// The line that is written.
    line: Vec<u8>,
}

impl<W: Write> Csv<W> {
    /// Writes the line of names.
    pub(super) fn begin(layout: &Layout, out: W) -> Result<Self> {
        let mut csv = Self {
            out,
            columns: layout.heads.len(),
            line: Vec::new(),
        };
        if layout.has_mark {
            csv.line.extend_from_slice("\u{feff}".as_bytes());
        }
        for (place, head) in layout.heads.iter().enumerate() {
            csv.field(place, Some(&head.name));
        }
        csv.end(layout.heads.len())?;
        Ok(csv)
    }

    fn field(&mut self, place: usize, text: Option<&str>) {
        if place > 0 {
            self.line.push(b',');
        }
        let Some(text) = text else { return };
        // A space at an end is part of the text, and some programs take it away without quotes.
        let is_quoted = text.is_empty()
            || text.contains([',', '"', '\r', '\n'])
            || text.starts_with(' ')
            || text.ends_with(' ');
        if is_quoted {
            self.line.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    self.line.push(b'"');
                }
                self.line.push(byte);
            }
            self.line.push(b'"');
        } else {
            self.line.extend_from_slice(text.as_bytes());
        }
    }

    /// Writes a line that has so many fields, with those that are left out.
    fn end(&mut self, fields: usize) -> Result<()> {
        for place in fields..self.columns {
            self.field(place, None);
        }
        self.line.extend_from_slice(b"\r\n");
        let written = self.out.write_all(&self.line);
        self.line.clear();
        written.map_err(|error| unwritten(&error))
    }
}

impl<W: Write> Writer for Csv<W> {
    fn row(&mut self, row: Row<'_>) -> Result<()> {
        let mut fields = 0;
        row.each(|place, cell| {
            self.field(place, cell.text().as_deref());
            fields = place + 1;
            Ok(())
        })?;
        self.end(fields)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.out.flush().map_err(|error| unwritten(&error))
    }
}
