//! Ranges of a file: the one that a request asks for.

use axum::http::{HeaderMap, HeaderValue, header};

/// A range as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Range {
    /// From a byte to another, which is in it.
    FromTo(u64, u64),
    /// From a byte to the end.
    From(u64),
    /// So many bytes before the end.
    Last(u64),
}

impl Range {
    /// The range of a request, if it asks for one of a file with this tag. Several, and what is no range, are not
    /// looked at: then the whole is sent.
    pub(in crate::http) fn of(headers: &HeaderMap, tag: &HeaderValue) -> Option<Self> {
        let mut lines = headers.get_all(header::RANGE).iter();
        let line = lines
            .next()
            .filter(|_| lines.next().is_none())?
            .to_str()
            .ok()?;
        // Of another file the range would be a part of something else. A weak tag, or a day, may be another file's.
        let is_same = |of: &HeaderValue| of == tag && !of.as_bytes().starts_with(b"W/");
        if !headers.get(header::IF_RANGE).is_none_or(is_same) {
            return None;
        }
        let (unit, range) = line.split_once('=')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (first, last) = range.trim().split_once('-')?;
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = |text: &str| text.parse().unwrap_or(u64::MAX);
        match (first, last) {
            ("", last) if is_number(last) => Some(Self::Last(number(last))),
            (first, "") if is_number(first) => Some(Self::From(number(first))),
            (first, last) if is_number(first) && is_number(last) => {
                let (first, last) = (number(first), number(last));
                (first <= last).then_some(Self::FromTo(first, last))
            }
            _ => None,
        }
    }

    /// The first byte and the number of bytes in a file of a length; nothing where the file has none of them.
    pub(in crate::http) fn within(self, length: u64) -> Option<(u64, u64)> {
        match self {
            Self::Last(count) => {
                let count = count.min(length);
                (count > 0).then(|| (length - count, count))
            }
            Self::From(first) => (first < length).then(|| (first, length - first)),
            Self::FromTo(first, last) => {
                let end = last.saturating_add(1).min(length);
                (first < length).then(|| (first, end - first))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_read() {
        let tag = HeaderValue::from_static("\"a\"");
        let of = |range: &'static str, if_range: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(range));
            if let Some(of) = if_range {
                headers.insert(header::IF_RANGE, HeaderValue::from_static(of));
            }
            Range::of(&headers, &tag)
        };
        assert_eq!(of("bytes=0-9", None), Some(Range::FromTo(0, 9)));
        assert_eq!(of("Bytes=5-", Some("\"a\"")), Some(Range::From(5)));
        assert_eq!(of("bytes=-5", None), Some(Range::Last(5)));
        for (range, if_range) in [
            ("bytes=0-9", Some("\"b\"")),
            ("bytes=0-9", Some("W/\"a\"")),
            ("bytes=0-9", Some("Sun, 29 Nov 2026 00:00:00 GMT")),
            ("bytes=9-0", None),
            ("bytes=0-1,3-4", None),
            ("rows=0-1", None),
            ("bytes=a-b", None),
            ("bytes=-", None),
            ("bytes", None),
        ] {
            assert_eq!(of(range, if_range), None, "{range}");
        }
    }

    #[test]
    fn a_range_is_within_the_file() {
        assert_eq!(Range::FromTo(0, 99).within(10), Some((0, 10)));
        assert_eq!(Range::FromTo(2, 3).within(10), Some((2, 2)));
        assert_eq!(Range::FromTo(10, 11).within(10), None);
        assert_eq!(Range::From(9).within(10), Some((9, 1)));
        assert_eq!(Range::Last(20).within(10), Some((0, 10)));
        assert_eq!(Range::Last(0).within(10), None);
        assert_eq!(Range::From(0).within(0), None);
        assert_eq!(Range::FromTo(0, u64::MAX).within(1), Some((0, 1)));
    }
}
