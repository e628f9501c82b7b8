//! How values are written as JSON. Each value is followed by a comma, which the end of its list or object
//! takes the place of.

use std::io::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

use crate::clock::written;

/// Nothing.
pub(super) const NULL: &[u8] = b"null,";

/// A text.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    let is_plain = |byte: &u8| !matches!(byte, ..b' ' | b'"' | b'\\');
    if text.as_bytes().iter().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(b"\",");
        return;
    }
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(&mut *out, text);
    out.push(b',');
}

/// True or false.
pub(super) fn flag(out: &mut Vec<u8>, flag: bool) {
    out.extend_from_slice(if flag { b"true," } else { b"false," });
}

/// A whole number.
pub(super) fn int(out: &mut Vec<u8>, number: i64) {
    let _ = write!(out, "{number},");
}

/// A number; one that is none is nothing.
pub(super) fn float(out: &mut Vec<u8>, number: f64) {
    let _ = serde_json::to_writer(&mut *out, &number);
    out.push(b',');
}

/// Any value.
pub(super) fn value(out: &mut Vec<u8>, value: &serde_json::Value) {
    let _ = serde_json::to_writer(&mut *out, value);
    out.push(b',');
}

/// A date.
pub(super) fn date(out: &mut Vec<u8>, date: NaiveDate) {
    let _ = write!(out, "\"{}\",", date.format("%Y-%m-%d"));
}

/// A moment.
pub(super) fn moment(out: &mut Vec<u8>, moment: DateTime<Utc>) {
    text(out, &written(moment));
}

/// The end of a list or an object.
pub(super) fn close(out: &mut Vec<u8>, bracket: u8) {
    match out.last_mut() {
        Some(last) if *last == b',' => *last = bracket,
        _ => out.push(bracket),
    }
    out.push(b',');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn texts_are_escaped_where_they_must_be() {
        assert_eq!(text_of(|out| text(out, "São \u{7f}é")), "\"São \u{7f}é\",");
        let hostile = "a\"b\\c\n\u{1}";
        let json: String =
            serde_json::from_str(text_of(|out| text(out, hostile)).trim_end_matches(','))
                .expect("JSON");
        assert_eq!(json, hostile);
    }

    #[test]
    fn numbers_are_written_as_json_has_them() {
        assert_eq!(text_of(|out| float(out, 1996.0)), "1996.0,");
        assert_eq!(text_of(|out| float(out, f64::NAN)), "null,");
        assert_eq!(text_of(|out| int(out, -7)), "-7,");
    }

    #[test]
    fn lists_and_objects_end_without_a_comma() {
        let list = text_of(|out| {
            out.push(b'[');
            int(out, 1);
            out.push(b'[');
            close(out, b']');
            close(out, b']');
        });
        assert_eq!(list, "[1,[]],");
    }
}
