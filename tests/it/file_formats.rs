//! Files as their users' programs read them: `clients/files/check.py` compares every value that Python's `csv`, pandas,
//! Arrow, openpyxl and a reader of CSV on the Web have with what was written.
//!
//! Where Python is missing, that is said aloud and the test ends; with `ISCM_TEST_REQUIRE_PYTHON` it fails instead.

use std::borrow::Cow;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use iscm::error::ErrorCode;
use iscm::execute::{Cell, CellType, Column};
use iscm::files::{About, Format, Layout, Row, begin, metadata};
use iscm::money::Money;
use serde_json::Value;

use crate::support::{python, run_tool as run};

const MADE: &str = include_str!("../../clients/files/rows.json");

fn about() -> About {
    About {
        title: "Rows of all kinds".to_owned(),
        description: "What readers may take for something else.".to_owned(),
        version: 7,
        published_at: Some("2026-11-30T00:00:00Z".parse().expect("a moment")),
        contact: Some("mailto:data@example.org".to_owned()),
        url: Some("https://iscm.example.org/d/rows.csv?version=7".to_owned()),
        next_since: Some("7~5f3a09c1".to_owned()),
    }
}

fn columns(made: &Value) -> Vec<Column> {
    let columns = made["columns"].as_array().expect("columns");
    let column = |column: &Value| {
        let text = |name| column[name].as_str().expect("a text").to_owned();
        Column {
            ty: match &*text("type") {
                "string" => CellType::Text,
                "integer" => CellType::Int,
                "double" => CellType::Float,
                "decimal" => CellType::Decimal,
                "date" => CellType::Date,
                "dateTime" => CellType::Moment,
                "boolean" => CellType::Flag,
                other => panic!("no type {other}"),
            },
            is_joined: false,
            is_of_row: !text("name").contains('.'),
            name: text("name"),
            doc: text("doc"),
        }
    };
    columns.iter().map(column).collect()
}

/// A value of the rows as text, where it is one: long texts are written as what is repeated.
fn text(given: &Value) -> Cow<'_, str> {
    match given {
        Value::String(text) => text.into(),
        Value::Object(long) => {
            let times = long["times"].as_u64().expect("how often");
            let text = long["repeat"].as_str().expect("a text");
            text.repeat(usize::try_from(times).expect("small")).into()
        }
        other => panic!("{other} is no text"),
    }
}

fn amount(text: &str) -> Money {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = decimals.len().try_into().expect("few");
    let minor = format!("{whole}{decimals}").parse().expect("an amount");
    Money { minor, digits }
}

fn cell(given: &Value, ty: CellType) -> Cell<'_> {
    if given.is_null() {
        return Cell::Null;
    }
    match ty {
        CellType::Text => Cell::Text(text(given)),
        CellType::Int => Cell::Int(given.as_i64().expect("a whole number")),
        CellType::Float => Cell::Float(given.as_f64().expect("a number")),
        CellType::Decimal => Cell::Money(amount(&text(given))),
        CellType::Date => Cell::Date(text(given).parse().expect("a day")),
        CellType::Moment => Cell::Moment(text(given).parse().expect("a moment")),
        CellType::Flag => Cell::Flag(given.as_bool().expect("true or false")),
    }
}

/// Writes the rows into a file of each format.
pub(crate) fn write_all(folder: &Path) {
    let made: Value = serde_json::from_str(MADE).expect("JSON");
    let columns = columns(&made);
    let layout = Layout::new(&[], &columns, about()).expect("a layout");
    for format in Format::ALL {
        let path = folder.join(format!("rows.{}", format.extension()));
        let file = BufWriter::new(File::create(path).expect("a file"));
        let mut writer = begin(format, &layout, &env::temp_dir(), file).expect("a beginning");
        for row in made["rows"].as_array().expect("rows") {
            let row = row.as_array().expect("a row");
            let types = columns.iter().map(|column| column.ty);
            let cells: Vec<_> = row[1..]
                .iter()
                .zip(types)
                .map(|(given, ty)| cell(given, ty))
                .collect();
            let row = Row {
                leading: &[],
                key: row[0].as_str().expect("a key"),
                cells: &cells,
            };
            writer
                .row(row)
                .unwrap_or_else(|error| panic!("{format:?}: {error:?}"));
        }
        writer.finish().expect("an end");
    }
    let metadata = metadata(&layout, "rows.csv").to_string();
    fs::write(folder.join("rows.csv-metadata.json"), metadata).expect("a file");
}

#[test]
fn readers_of_all_formats_have_every_value() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write_all(folder.path());
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/files");
    let check = clients.join("check.py");
    let out = run(Command::new(python).arg(check).arg(folder.path()));
    assert!(
        out.contains("all values are read as they were written"),
        "{out}"
    );
}

#[test]
fn the_same_rows_make_the_same_bytes() {
    let (one, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    write_all(one.path());
    write_all(other.path());
    for format in Format::ALL {
        let name = format!("rows.{}", format.extension());
        let read = |folder: &Path| fs::read(folder.join(&name)).expect("a file");
        assert!(read(one.path()) == read(other.path()), "{name} differs");
    }
}

/// Where no more can be written to the disk, a workbook ends with an error: neither a panic, nor half a file.
#[test]
fn a_full_disk_ends_a_workbook_with_an_error() {
    const INSIDE: &str = "ISCM_TEST_FULL_DISK";
    if env::var_os(INSIDE).is_none() {
        let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact \"$1\"";
        let name = "file_formats::a_full_disk_ends_a_workbook_with_an_error";
        let this = env::current_exe().expect("this program");
        run(Command::new("sh")
            .args(["-c", limited])
            .arg(this)
            .arg(name)
            .env(INSIDE, "1"));
        return;
    }
    let layout = Layout::new(&[], &[], about()).expect("a layout");
    let mut out = Vec::new();
    let mut writer = begin(Format::Xlsx, &layout, &env::temp_dir(), &mut out).expect("a beginning");
    let rows = (0..10_000).try_for_each(|_| {
        writer.row(Row {
            leading: &[],
            key: "a key of some length",
            cells: &[],
        })
    });
    let error = rows
        .and_then(|()| writer.finish())
        .expect_err("the disk is full");
    assert_eq!(error.code, ErrorCode::InsufficientStorage);
    assert!(out.is_empty(), "{} bytes", out.len());
}

/// A number of kilobytes that the system tells of this process.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find(|line| line.starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.expect("a line").parse().expect("a number")
}

/// Of 30 MB of rows no more than a buffer is held. Each format is written by a process of its own, whose memory no other
/// test has.
#[test]
fn no_more_is_held_than_a_buffer() {
    const INSIDE: &str = "ISCM_TEST_MEMORY";
    const ROWS: usize = 15_000;
    let Ok(name) = env::var(INSIDE) else {
        let this = env::current_exe().expect("this program");
        for format in Format::ALL {
            let test = [
                "--exact",
                "file_formats::no_more_is_held_than_a_buffer",
                "--nocapture",
            ];
            run(Command::new(&this)
                .args(test)
                .env(INSIDE, format.extension()));
        }
        return;
    };
    let format = Format::of_extension(&name).expect("a format");
    let columns = ["a", "b", "c", "d"].map(|name| Column {
        name: name.to_owned(),
        doc: "Texts that all differ.".to_owned(),
        ty: CellType::Text,
        is_joined: false,
        is_of_row: true,
    });
    let layout = Layout::new(&[], &columns, about()).expect("a layout");
    // The pages of the program itself are read as they are run: they are not counted.
    let (before, mut most) = (memory("RssAnon"), 0);
    let mut writer = begin(format, &layout, &env::temp_dir(), io::sink()).expect("a beginning");
    // Texts of 512 letters that begin at other places of a long one.
    let mut digits = 1_u64;
    let numbers = (0..ROWS / 2).map(|_| {
        digits = digits
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        format!("{digits:016x}")
    });
    let long: String = numbers.collect();
    let text = |at: usize| Cell::Text(long[at..at + 512].into());
    for row in 0..ROWS {
        let at = row * 7;
        let cells = [text(at), text(at + 1), text(at + 2), text(at + 3)];
        let key = &row.to_string();
        let leading = &[];
        writer
            .row(Row {
                leading,
                key,
                cells: &cells,
            })
            .expect("a row");
        if row % 100 == 0 {
            most = most.max(memory("RssAnon"));
        }
    }
    writer.finish().expect("an end");
    let held = most.max(memory("RssAnon")) - before;
    let told = format!("{name}: {held} kB for {ROWS} rows");
    writeln!(io::stdout(), "{told}").expect("standard output is writable");
    assert!(held < 26_000, "{name}: {held} kB");
}
