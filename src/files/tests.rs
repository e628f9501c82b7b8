//! What the formats have in common, and each of its own, as bytes.

use std::env::temp_dir;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::error::ErrorCode;
use crate::execute::{Cell, CellType, Column};
use crate::money::Money;

fn column(name: &str, ty: CellType) -> Column {
    Column {
        name: name.to_owned(),
        doc: format!("What {name} is."),
        ty,
        is_joined: false,
        is_of_row: true,
    }
}

pub(super) fn about() -> About {
    About {
        title: "Members".to_owned(),
        description: String::new(),
        version: 3,
        published_at: Some("2026-11-30T10:20:30.5Z".parse().expect("a moment")),
        contact: None,
        url: Some("https://example.org/d/members.csv".to_owned()),
        next_since: Some("7~5f3a09c1".to_owned()),
    }
}

fn layout(columns: &[Column]) -> Layout {
    Layout::new(&[], columns, about()).expect("a layout")
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

/// Writes rows of a key and values.
fn file(format: Format, layout: &Layout, rows: &[(&str, &[Cell<'_>])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = begin(format, layout, &temp_dir(), &mut out).expect("a beginning");
    for (key, cells) in rows {
        let leading = &[];
        writer
            .row(Row {
                leading,
                key,
                cells,
            })
            .expect("a row");
    }
    writer.finish().expect("an end");
    out
}

fn written(format: Format, layout: &Layout, rows: &[(&str, &[Cell<'_>])]) -> String {
    String::from_utf8(file(format, layout, rows)).expect("UTF-8")
}

#[test]
fn csv_quotes_what_it_must_and_tells_empty_texts_from_nothing() {
    let columns = [column("a", CellType::Text), column("b.c", CellType::Text)];
    let layout = layout(&columns);
    let rows: &[(&str, &[Cell<'_>])] = &[
        ("1", &[text("x"), Cell::Null]),
        ("2", &[text(""), text("\"")]),
        ("3", &[text("a,b"), text("a\nb")]),
        ("4", &[text("a\rb"), text(" ")]),
        ("5", &[text("=1+1"), text("-1;2\t3")]),
        ("6", &[text("مجلس")]),
        ("", &[]),
    ];
    assert_eq!(
        written(Format::Csv, &layout, rows),
        "_key,a,b.c\r\n1,x,\r\n2,\"\",\"\"\"\"\r\n3,\"a,b\",\"a\nb\"\r\n4,\"a\rb\",\" \"\r\n\
         5,=1+1,-1;2\t3\r\n6,مجلس,\r\n\"\",,\r\n"
    );
}

#[test]
fn csv_may_begin_with_a_mark_and_no_other_format() {
    let layout = Layout {
        has_mark: true,
        ..layout(&[])
    };
    assert_eq!(written(Format::Csv, &layout, &[]), "\u{feff}_key\r\n");
    assert_eq!(
        written(Format::JsonLines, &layout, &[("1", &[])]),
        "{\"_key\":\"1\"}\n"
    );
    assert!(file(Format::Json, &layout, &[]).starts_with(b"{"));
}

#[test]
fn values_are_written_as_answers_have_them() {
    let columns = [
        column("year", CellType::Int),
        column("share", CellType::Float),
        column("amount", CellType::Decimal),
        column("day", CellType::Date),
        column("at", CellType::Moment),
        column("is", CellType::Flag),
        column("any", CellType::Text),
    ];
    let cells = [
        Cell::Int(1996),
        Cell::Float(0.5),
        Cell::Money(Money {
            minor: -150_005,
            digits: 2,
        }),
        Cell::Date("2019-11-21".parse().expect("a day")),
        Cell::Moment("2026-11-30T10:20:30Z".parse().expect("a moment")),
        Cell::Flag(true),
        // Of types whose values are of several.
        Cell::Int(7),
    ];
    let none = [Cell::Null, Cell::Float(f64::NAN)];
    let layout = layout(&columns);
    let rows: &[(&str, &[Cell<'_>])] = &[("1", &cells), ("2", &none)];
    assert_eq!(
        written(Format::Csv, &layout, rows),
        "_key,year,share,amount,day,at,is,any\r\n\
         1,1996,0.5,-1500.05,2019-11-21,2026-11-30T10:20:30.000Z,true,7\r\n2,,,,,,,\r\n"
    );
    let one = r#"{"_key":"1","year":1996,"share":0.5,"amount":"-1500.05","day":"2019-11-21","at":"2026-11-30T10:20:30.000Z","is":true,"any":"7"}"#;
    let two = r#"{"_key":"2","year":null,"share":null}"#;
    assert_eq!(
        written(Format::JsonLines, &layout, rows),
        format!("{one}\n{two}\n")
    );
    let whole = written(Format::Json, &layout, rows);
    assert!(
        whole.ends_with(&format!("\"rows\":[\n{one},\n{two}\n]}}\n")),
        "{whole}"
    );
}

#[test]
fn json_tells_what_the_data_are_before_the_rows() {
    let columns = [column("year", CellType::Int)];
    for rows in [&[][..], &[("1", &[Cell::Int(1)][..])]] {
        let whole = written(Format::Json, &layout(&columns), rows);
        let whole: Value = serde_json::from_str(&whole).expect("JSON");
        let names: Vec<_> = whole.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["about", "columns", "rows"]);
        assert_eq!(whole["about"]["version"], 3);
        assert_eq!(whole["about"]["publishedAt"], "2026-11-30T10:20:30.500Z");
        assert_eq!(whole["about"]["contact"], Value::Null);
        let column = json!({ "name": "year", "type": "integer", "description": "What year is." });
        assert_eq!(whole["columns"][1], column);
        assert_eq!(whole["rows"].as_array().map(Vec::len), Some(rows.len()));
    }
}

#[test]
fn leading_columns_stand_before_the_key() {
    let columns = [column("a", CellType::Text), column("b", CellType::Int)];
    let leading = [("_op", "What became of the row.")];
    let layout = Layout::new(&leading, &columns, about()).expect("a layout");
    let all = [text("x"), Cell::Int(1)];
    let rows = [("upsert", "1", &all[..]), ("delete", "2", &[])];
    for (format, expected) in [
        (
            Format::Csv,
            "_op,_key,a,b\r\nupsert,1,x,1\r\ndelete,2,,\r\n",
        ),
        (
            Format::JsonLines,
            "{\"_op\":\"upsert\",\"_key\":\"1\",\"a\":\"x\",\"b\":1}\n{\"_op\":\"delete\",\"_key\":\"2\"}\n",
        ),
    ] {
        let mut out = Vec::new();
        let mut writer = begin(format, &layout, &temp_dir(), &mut out).expect("a beginning");
        for (op, key, cells) in rows {
            let leading = &[op];
            writer
                .row(Row {
                    leading,
                    key,
                    cells,
                })
                .expect("a row");
        }
        writer.finish().expect("an end");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}

#[test]
fn two_columns_of_one_name_are_refused_with_it() {
    for (columns, name) in [
        (vec![column("_key", CellType::Text)], "_key"),
        (
            vec![column("a", CellType::Text), column("a", CellType::Int)],
            "a",
        ),
        (vec![column("_op", CellType::Text)], "_op"),
    ] {
        let error = Layout::new(&[("_op", "")], &columns, about()).expect_err("refused");
        assert_eq!(error.code, ErrorCode::BadRequest);
        assert!(
            error.message.contains(&format!("`{name}`")),
            "{}",
            error.message
        );
    }
}

#[test]
fn columns_tell_what_is_joined_and_what_repeats() {
    let columns = [Column {
        is_joined: true,
        is_of_row: false,
        ..column("a", CellType::Text)
    }];
    let layout = layout(&columns);
    let doc = &layout.heads[1].doc;
    assert!(doc.starts_with("What a is. The values of a list"), "{doc}");
    assert!(doc.ends_with("do not add it up."), "{doc}");
}

#[test]
fn metadata_of_csv_name_each_column_with_its_type() {
    let columns = [
        column("iscm.name", CellType::Text),
        column("__typename", CellType::Text),
        column("day", CellType::Date),
        column("is", CellType::Flag),
    ];
    let told = metadata(&layout(&columns), "members.csv");
    assert_eq!(told["@context"][0], "http://www.w3.org/ns/csvw");
    assert_eq!(told["url"], "members.csv");
    assert_eq!(
        told["dc:license"]["@id"],
        "https://creativecommons.org/licenses/by/4.0/"
    );
    assert_eq!(
        told["dc:source"]["@id"],
        "https://example.org/d/members.csv"
    );
    assert_eq!(told.get("dc:description"), None);
    assert_eq!(told["tableSchema"]["primaryKey"], "%5Fkey");
    let columns = told["tableSchema"]["columns"].as_array().expect("columns");
    let names: Vec<_> = columns
        .iter()
        .map(|column| (&column["name"], &column["titles"]))
        .collect();
    let expected = [
        ("%5Fkey", "_key"),
        ("iscm.name", "iscm.name"),
        ("%5F_typename", "__typename"),
        ("day", "day"),
        ("is", "is"),
    ];
    let expected = expected.map(|(name, title)| (json!(name), json!(title)));
    assert_eq!(
        names,
        expected
            .iter()
            .map(|(name, title)| (name, title))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        columns[3]["datatype"],
        json!({ "base": "date", "format": "yyyy-MM-dd" })
    );
    assert_eq!(columns[4]["datatype"]["format"], "true|false");
}

/// What takes bytes, and counts them.
struct Counted<'c>(&'c AtomicUsize);

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn rows_are_on_their_way_while_others_are_made() {
    let columns = [column("text", CellType::Text)];
    let layout = layout(&columns);
    for format in Format::built() {
        let count = AtomicUsize::new(0);
        let mut writer = begin(format, &layout, &temp_dir(), Counted(&count)).expect("a beginning");
        let begun = count.load(Ordering::Relaxed);
        for number in 0..25_000 {
            let key = number.to_string();
            let cells = &[text(&key)];
            let leading = &[];
            writer
                .row(Row {
                    leading,
                    key: &key,
                    cells,
                })
                .expect("a row");
        }
        let sent = count.load(Ordering::Relaxed) - begun;
        // A workbook is sent when all of it is there.
        let is_whole = format == Format::Xlsx;
        assert_eq!(sent == 0, is_whole, "{format:?}: {sent} bytes");
        writer.finish().expect("an end");
        assert!(count.load(Ordering::Relaxed) > begun, "{format:?}");
    }
}

/// What takes no more bytes, as a client that left.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn who_takes_no_more_bytes_ends_the_file() {
    let layout = layout(&[]);
    let row = Row {
        leading: &[],
        key: "1",
        cells: &[],
    };
    for format in Format::built() {
        let written = begin(format, &layout, &temp_dir(), Closed).and_then(|mut writer| {
            writer.row(row)?;
            writer.finish()
        });
        let error = written.expect_err("closed");
        assert_eq!(error.code, ErrorCode::InternalServerError, "{format:?}");
        assert_eq!(error.message, "internal error", "{format:?}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn what_is_not_built_is_refused() {
    let error = begin(Format::Parquet, &layout(&[]), &temp_dir(), Vec::new())
        .err()
        .expect("refused");
    assert!(
        error.message.contains("without Parquet"),
        "{}",
        error.message
    );
}

proptest! {
    /// Any texts come back, whatever is in them.
    #[test]
    fn csv_is_read_as_it_was_written(rows in proptest::collection::vec(("[\\s\\S]{0,12}", "[ ,;\"'\r\n\ta=]{0,8}"), 1..20)) {
        let columns = [column("a", CellType::Text), column("b", CellType::Text)];
        let cells: Vec<_> = rows.iter().map(|(a, b)| [text(a), text(b)]).collect();
        let rows: Vec<_> = cells.iter().map(|cells| ("1", &cells[..])).collect();
        let bytes = file(Format::Csv, &layout(&columns), &rows);
        let mut reader = ::csv::Reader::from_reader(&*bytes);
        let read: Vec<_> = reader.records().collect::<Result<_, _>>().expect("CSV");
        prop_assert_eq!(read.len(), rows.len());
        for (record, cells) in read.iter().zip(&cells) {
            prop_assert_eq!(text(&record[1]), cells[0].clone());
            prop_assert_eq!(text(&record[2]), cells[1].clone());
        }
    }
}
