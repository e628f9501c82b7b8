//! Workbooks of Excel (Office Open XML): a sheet with the data, one that tells of the columns, one of the file.
//!
//! The rows go into a temporary file, and from there compressed to where the workbook is written to, when all are there:
//! nothing is sent of a workbook that cannot be finished. What Excel cannot hold is refused, and what it would alter is
//! written as text: numbers of more than 15 digits, and dates before March of 1900, which programs read differently.

use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, Format as CellFormat, Workbook, Worksheet, XlsxError, utility,
};

use super::layout::{Head, Layout, type_name};
use super::writer::{Row, Writer};
use super::xlsx_error::{contained, failed, guarded};
use crate::error::{Error, ErrorCode, Result};
use crate::execute::{Cell, CellType};

/// The most rows of a sheet, the names among them.
const MAX_ROWS: u32 = 1_048_576;

/// The most columns of a sheet.
const MAX_COLUMNS: usize = 16_384;

/// The most UTF-16 code units of a cell.
const MAX_TEXT: usize = 32_767;

/// The digits that Excel keeps of a number.
const MAX_DIGITS: usize = 15;

/// Writes a workbook.
pub(super) struct Xlsx<W> {
    out: W,
    layout: Layout,
    workbook: Workbook,
    data: Worksheet,
    /// The next row of the sheet.
    at: u32,
    formats: Formats,
}

/// How cells look.
struct Formats {
    head: CellFormat,
    day: CellFormat,
    moment: CellFormat,
}

impl<W: Write + Send> Xlsx<W> {
    /// Begins the sheet of the data.
    pub(super) fn begin(layout: &Layout, temporary: &Path, out: W) -> Result<Self> {
        let columns = layout.heads.len();
        if columns > MAX_COLUMNS {
            let message = format!(
                "a sheet of Excel has at most {MAX_COLUMNS} columns, and these are {columns}: ask for fewer, or as `csv`, `jsonl`, `json` or `parquet`"
            );
            return Err(limit(message, "columns", columns, MAX_COLUMNS));
        }
        guarded(|| {
            let mut workbook = Workbook::new();
            workbook.set_properties(&properties(layout));
            workbook.set_tempdir(temporary)?;
            let mut data = workbook.new_worksheet_with_constant_memory()?;
            let formats = Formats {
                head: CellFormat::new().set_bold(),
                day: CellFormat::new().set_num_format("yyyy-mm-dd"),
                moment: CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
            };
            data.set_name("Data")?.set_freeze_panes(1, 0)?;
            for (column, head) in (0..).zip(&layout.heads) {
                data.set_column_width(column, width(head))?
                    .write_string_with_format(0, column, &head.name, &formats.head)?;
            }
            Ok(Self {
                out,
                layout: layout.clone(),
                workbook,
                data,
                at: 1,
                formats,
            })
        })
    }

    /// Writes a value.
    fn put(&mut self, row: Row<'_>, column: u16, cell: &Cell<'_>) -> Result<()> {
        let Some(head) = self.layout.heads.get(usize::from(column)) else {
            return Err(Error::internal("a row has more values than columns"));
        };
        let Some(written) = cell.text() else {
            return Ok(());
        };
        let (data, at) = (&mut self.data, self.at);
        let result = match cell {
            Cell::Flag(flag) if head.ty == CellType::Flag => {
                data.write_boolean(at, column, *flag).map(drop)
            }
            Cell::Date(day) if head.ty == CellType::Date && fits(*day) => {
                let format = &self.formats.day;
                data.write_datetime_with_format(at, column, day, format)
                    .map(drop)
            }
            Cell::Moment(moment) if head.ty == CellType::Moment && fits(moment.date_naive()) => {
                let format = &self.formats.moment;
                data.write_datetime_with_format(at, column, moment.naive_utc(), format)
                    .map(drop)
            }
            Cell::Float(number) if head.ty == CellType::Float => {
                data.write_number(at, column, *number).map(drop)
            }
            Cell::Int(_) | Cell::Money(_) if head.ty != CellType::Text && is_exact(&written) => {
                // The nearest float of so few digits is written as they are.
                let number: f64 = written.parse().unwrap_or(f64::NAN);
                data.write_number(at, column, number).map(drop)
            }
            _ => {
                let units = written.encode_utf16().count();
                if units > MAX_TEXT {
                    let message = format!(
                        "`{}` has {units} characters in the row `{}` (row {} of the sheet), and a cell of Excel has at most {MAX_TEXT}: leave it out, or ask as `csv`, `jsonl`, `json` or `parquet`",
                        head.name,
                        crate::error::cut(row.key),
                        at + 1,
                    );
                    return Err(limit(message, "characters", units, MAX_TEXT));
                }
                data.write_string(at, column, &*written).map(drop)
            }
        };
        result.map_err(|error| failed(&error))
    }
}

impl<W: Write + Send> Writer for Xlsx<W> {
    fn row(&mut self, row: Row<'_>) -> Result<()> {
        if self.at == MAX_ROWS {
            let most = MAX_ROWS - 1;
            let message = format!(
                "a sheet of Excel has room for {most} rows, and there are more: ask for less, or as `csv`, `jsonl`, `json` or `parquet`"
            );
            return Err(limit(message, "rows", MAX_ROWS as usize, most as usize));
        }
        contained(|| {
            row.each(|place, cell| {
                let column = u16::try_from(place).unwrap_or(u16::MAX);
                self.put(row, column, cell)
            })
        })?;
        self.at += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let Self {
            out,
            layout,
            mut workbook,
            mut data,
            at,
            formats,
        } = *self;
        guarded(|| {
            let last = u16::try_from(layout.heads.len() - 1).unwrap_or(u16::MAX);
            data.autofilter(0, 0, at - 1, last)?;
            workbook.push_worksheet(data);
            let columns = layout
                .heads
                .iter()
                .map(|head| [&head.name, type_name(head.ty), &head.doc]);
            let sheet = workbook.add_worksheet().set_name("Columns")?;
            let names = ["Name", "Type", "Description"];
            listed(sheet, names, [30.0, 12.0, 100.0], columns, &formats.head)?;
            let facts = layout.about.facts();
            let facts = facts.iter().map(|fact| [fact.label, &*fact.value]);
            let sheet = workbook.add_worksheet().set_name("About")?;
            listed(
                sheet,
                ["What", "Value"],
                [24.0, 100.0],
                facts,
                &formats.head,
            )?;
            let mut out = Ended { out, is: false };
            workbook.save_to_writer(&mut out)?;
            out.flush()?;
            Ok(())
        })
    }
}

/// What takes a workbook's bytes, and nothing more after it failed once: the crate that packs the workbook would go on to
/// write its end, and tell standard error that it cannot.
struct Ended<W> {
    out: W,
    is: bool,
}

impl<W: Write> Write for Ended<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.is = written
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is { Ok(()) } else { self.out.flush() }
    }
}

/// Writes a sheet of texts under their names.
fn listed<'t, const N: usize>(
    sheet: &mut Worksheet,
    names: [&str; N],
    widths: [f64; N],
    rows: impl Iterator<Item = [&'t str; N]>,
    head: &CellFormat,
) -> std::result::Result<(), XlsxError> {
    for ((column, name), width) in (0..).zip(names).zip(widths) {
        sheet
            .set_column_width(column, width)?
            .write_string_with_format(0, column, name, head)?;
    }
    for (row, texts) in (1..).zip(rows) {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What the workbook tells where files are listed. Its moment is that of the version, so that the same rows make the same
/// bytes.
fn properties(layout: &Layout) -> DocProperties {
    let about = &layout.about;
    let made = about.published_at.unwrap_or(DateTime::UNIX_EPOCH);
    DocProperties::new()
        .set_title(&about.title)
        .set_comment(about.citation())
        .set_creation_datetime(&made)
}

/// How wide a column is shown.
fn width(head: &Head) -> f64 {
    let least: f64 = match head.ty {
        CellType::Text => 24.0,
        CellType::Moment => 22.0,
        _ => 12.0,
    };
    // The name, and room for the filter's arrow.
    let name = utility::cell_autofit_width(&head.name) + 20;
    least.max(f64::from(name) / 7.0).min(60.0)
}

/// Whether a day is one of Excel's calendar, whose 1900 has a 29 February: of days before it programs think
/// differently.
fn fits(day: NaiveDate) -> bool {
    day.year() <= 9999 && (day.year(), day.month()) >= (1900, 3)
}

/// Whether a number has no more digits than Excel keeps.
fn is_exact(number: &str) -> bool {
    let digits = number.trim_start_matches(['-', '0', '.']).bytes();
    digits.filter(u8::is_ascii_digit).count() <= MAX_DIGITS
}

/// That there is more of something than Excel holds.
fn limit(message: String, name: &str, is: usize, allowed: usize) -> Error {
    Error::new(ErrorCode::LimitExceeded, message)
        .with("limit", name.into())
        .with("is", is.into())
        .with("allowed", allowed.into())
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;

    use super::super::tests::about;
    use super::*;

    fn begun() -> Xlsx<Vec<u8>> {
        let layout = Layout::new(&[("_op", "")], &[], about()).expect("a layout");
        Xlsx::begin(&layout, &temp_dir(), Vec::new()).expect("a beginning")
    }

    const ROW: Row<'_> = Row {
        leading: &["upsert"],
        key: "1",
        cells: &[],
    };

    #[test]
    fn a_sheet_ends_with_its_last_row() {
        let mut xlsx = begun();
        xlsx.at = MAX_ROWS - 1;
        xlsx.row(ROW).expect("the last row");
        let error = xlsx.row(ROW).expect_err("one more");
        assert_eq!(error.code, ErrorCode::LimitExceeded);
        assert!(error.message.contains("1048575 rows"), "{}", error.message);
        Box::new(xlsx).finish().expect("a workbook of all rows");
    }

    #[test]
    fn a_text_that_is_too_long_is_told_with_its_column_and_row() {
        let mut xlsx = begun();
        xlsx.row(ROW).expect("a row");
        let op = "👍".repeat(MAX_TEXT / 2);
        let leading = &[&*op];
        xlsx.row(Row { leading, ..ROW }).expect("as long as can be");
        let op = format!("{op}ab");
        let leading = &[&*op];
        let error = xlsx.row(Row { leading, ..ROW }).expect_err("too long");
        assert_eq!(error.code, ErrorCode::LimitExceeded);
        for part in [
            "`_op`",
            "32768 characters",
            "row `1`",
            "row 4 of the sheet",
            "`csv`",
        ] {
            assert!(error.message.contains(part), "{part}: {}", error.message);
        }
    }

    #[test]
    fn more_columns_than_a_sheet_has_are_refused_at_once() {
        let names: Vec<_> = (0..MAX_COLUMNS).map(|number| number.to_string()).collect();
        let leading: Vec<_> = names.iter().map(|name| (&**name, "")).collect();
        let layout = Layout::new(&leading, &[], about()).expect("a layout");
        let error = Xlsx::begin(&layout, &temp_dir(), Vec::new())
            .err()
            .expect("refused");
        assert!(error.message.contains("16385"), "{}", error.message);
        let layout = Layout::new(&leading[1..], &[], about()).expect("a layout");
        Xlsx::begin(&layout, &temp_dir(), Vec::new()).expect("as many as can be");
    }

    #[test]
    fn what_excel_would_alter_is_text() {
        for (number, exact) in [
            ("999999999999999", true),
            ("-999999999999999", true),
            ("0.00000000000000012", true),
            ("1234567890123456", false),
            ("1234567890123.456", false),
        ] {
            assert_eq!(is_exact(number), exact, "{number}");
        }
        for (day, is_day) in [
            ("1900-02-28", false),
            ("1900-03-01", true),
            ("9999-12-31", true),
        ] {
            assert_eq!(fits(day.parse().expect("a day")), is_day, "{day}");
        }
    }
}
