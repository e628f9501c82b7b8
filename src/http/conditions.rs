//! Conditions of a request, and the part of a file that it asks for (RFC 9110, 13 and 14).

use std::ops::Range;
use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_range_header::parse_range_header;
use httpdate::parse_http_date;

use super::cache::has;
use super::error::error;
use super::list::{Element, elements};
use crate::error::ErrorCode;

/// What of a file is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Whole,
    /// Some of its bytes.
    Part(Range<u64>),
    /// Nothing: the client has it.
    NotModified,
    /// Nothing: it is another than the client builds on.
    Changed,
    /// Nothing: it has no such part.
    NoSuchPart,
}

/// A file, by what tells it apart from others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'f> {
    /// Its `ETag`, which is strong.
    pub(super) tag: &'f HeaderValue,
    pub(super) modified: Option<SystemTime>,
    pub(super) length: u64,
}

impl Known<'_> {
    /// What a request asks for.
    pub(super) fn wanted(self, method: &Method, headers: &HeaderMap) -> Wanted {
        if headers.contains_key(header::IF_MATCH) {
            let mut tags = elements(headers, header::IF_MATCH).map(Element::value);
            if !tags.any(|tag| tag == "*" || self.is(tag)) {
                return Wanted::Changed;
            }
        } else if self.is_after(headers, header::IF_UNMODIFIED_SINCE) == Some(true) {
            return Wanted::Changed;
        }
        let is_known = if headers.contains_key(header::IF_NONE_MATCH) {
            has(Some(headers), self.tag)
        } else {
            self.is_after(headers, header::IF_MODIFIED_SINCE) == Some(false)
        };
        if is_known {
            return Wanted::NotModified;
        }
        if *method == Method::GET && self.is_to_be_continued(headers) {
            self.part(headers)
        } else {
            Wanted::Whole
        }
    }

    fn is(self, tag: &str) -> bool {
        self.tag.to_str().is_ok_and(|is| is == tag)
    }

    /// Whether it was modified after a date; nothing where there is none, or it cannot be read.
    fn is_after(self, headers: &HeaderMap, name: HeaderName) -> Option<bool> {
        let date = headers.get(name)?.to_str().ok()?;
        Some(self.modified? > parse_http_date(date).ok()?)
    }

    /// Whether a part of it goes with those that the client has. A date does not tell: two versions may have one.
    fn is_to_be_continued(self, headers: &HeaderMap) -> bool {
        let tag = headers.get(header::IF_RANGE);
        tag.is_none_or(|tag| tag.to_str().is_ok_and(|tag| self.is(tag.trim())))
    }

    /// The part that is asked for. All of it where that is several, or cannot be read: a server may pass over it.
    fn part(self, headers: &HeaderMap) -> Wanted {
        let range = headers.get(header::RANGE).and_then(|of| of.to_str().ok());
        let Some(range) = range.filter(|range| !range.contains(',')) else {
            return Wanted::Whole;
        };
        let Ok(ranges) = parse_range_header(range) else {
            return Wanted::Whole;
        };
        match ranges.validate(self.length).as_deref() {
            Ok([range]) => Wanted::Part(*range.start()..range.end() + 1),
            Err(_) => Wanted::NoSuchPart,
            _ => Wanted::Whole,
        }
    }
}

/// That a file is another by now than the client builds on.
pub(super) fn changed() -> Response {
    let message = "the file is another by now; ask for it whole";
    let status = StatusCode::PRECONDITION_FAILED;
    error(status, ErrorCode::BadRequest, message)
}

/// That a file of a length has nothing of what `Range` asks for.
pub(super) fn no_such_part(length: u64) -> Response {
    let message = format!("`Range` asks for none of the {length} bytes of the file");
    let status = StatusCode::RANGE_NOT_SATISFIABLE;
    let range = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
    let refusal = error(status, ErrorCode::BadRequest, &message);
    (range, refusal).into_response()
}

/// Which part of a file of a length is sent.
pub(super) fn content_range(part: &Range<u64>, length: u64) -> HeaderValue {
    let told = format!(
        "bytes {}-{}/{length}",
        part.start,
        part.end.saturating_sub(1)
    );
    HeaderValue::try_from(told).unwrap_or(HeaderValue::from_static("bytes */*"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const TAG: HeaderValue = HeaderValue::from_static("\"a\"");

    fn wanted(method: &Method, headers: &[(HeaderName, &'static str)]) -> Wanted {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        let known = Known {
            tag: &TAG,
            // 1970-01-02T00:00:00Z
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_hours(24)),
            length: 100,
        };
        known.wanted(method, &headers.collect())
    }

    #[test]
    fn one_range_of_bytes_is_sent() {
        for (range, right) in [
            ("bytes=0-9", Wanted::Part(0..10)),
            ("bytes=90-", Wanted::Part(90..100)),
            ("bytes=90-1000", Wanted::Part(90..100)),
            ("bytes=-10", Wanted::Part(90..100)),
            ("bytes=-1000", Wanted::Part(0..100)),
            ("bytes=100-", Wanted::NoSuchPart),
            ("bytes=-0", Wanted::NoSuchPart),
            ("bytes=18446744073709551615-", Wanted::NoSuchPart),
            ("bytes=0-9,20-29", Wanted::Whole),
            ("bytes=9-0", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("lines=0-9", Wanted::Whole),
        ] {
            let found = wanted(&Method::GET, &[(header::RANGE, range)]);
            assert_eq!(found, right, "{range}");
        }
        let of_head = wanted(&Method::HEAD, &[(header::RANGE, "bytes=0-9")]);
        assert_eq!(of_head, Wanted::Whole);
    }

    #[test]
    fn conditions_come_before_ranges() {
        const BEFORE: &str = "Thu, 01 Jan 1970 00:00:00 GMT";
        const THEN: &str = "Fri, 02 Jan 1970 00:00:00 GMT";
        let part = Wanted::Part(0..10);
        for (name, value, right) in [
            (header::IF_MATCH, "\"b\", \"a\"", part.clone()),
            (header::IF_MATCH, "*", part.clone()),
            (header::IF_MATCH, "W/\"a\"", Wanted::Changed),
            (header::IF_NONE_MATCH, "W/\"a\"", Wanted::NotModified),
            (header::IF_NONE_MATCH, "\"b\"", part.clone()),
            (header::IF_MODIFIED_SINCE, THEN, Wanted::NotModified),
            (header::IF_MODIFIED_SINCE, BEFORE, part.clone()),
            (header::IF_MODIFIED_SINCE, "yesterday", part.clone()),
            (header::IF_UNMODIFIED_SINCE, THEN, part.clone()),
            (header::IF_UNMODIFIED_SINCE, BEFORE, Wanted::Changed),
            (header::IF_RANGE, "\"a\"", part),
            (header::IF_RANGE, "\"b\"", Wanted::Whole),
            (header::IF_RANGE, "W/\"a\"", Wanted::Whole),
            (header::IF_RANGE, THEN, Wanted::Whole),
        ] {
            let shown = format!("{name}: {value}");
            let found = wanted(&Method::GET, &[(header::RANGE, "bytes=0-9"), (name, value)]);
            assert_eq!(found, right, "{shown}");
        }
    }
}
