//! RIS: a line for each thing told, with a tag of two letters; lines end with CRLF.

use std::fmt::Write as _;

use entity::enums::SourceKind;
use entity::source::Model;

use super::text::one_line;

/// A record, with an empty line behind it.
pub(super) fn record(source: &Model) -> String {
    let mut record = String::new();
    // Writing to memory does not fail.
    let mut line = |tag: &str, value: &str| {
        let _ = write!(record, "{tag}  - {}\r\n", one_line(value));
    };
    line(
        "TY",
        match source.kind {
            SourceKind::Report => "RPRT",
            SourceKind::WebPage => "ELEC",
            SourceKind::Declaration => "GOVDOC",
            SourceKind::Book => "BOOK",
            SourceKind::News => "NEWS",
        },
    );
    line("ID", &source.id);
    line("TI", &source.title);
    line("PB", &source.publisher);
    if let Some(year) = source.year {
        line("PY", &format!("{year:04}"));
    }
    if let Some(url) = &source.url {
        line("UR", url);
    }
    if let Some(day) = source.accessed {
        line("Y2", &day.format("%Y/%m/%d/").to_string());
    }
    if let Some(archived) = &source.archived {
        line("N1", &format!("Archived at {archived}"));
    }
    line("ER", "");
    record.push_str("\r\n");
    record
}
