//! Header fields that are lists (RFC 9110): their elements, with parameters, and how much of each a
//! client wants.

use axum::http::{HeaderMap, HeaderName};

/// An element of a list: a value, and parameters after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'h>(&'h str);

/// The elements of all lines of a header, in their order; empty ones are none, and what is no text is one
/// that nobody knows.
pub(super) fn elements(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = Element<'_>> {
    let lines = headers.get_all(name).into_iter();
    let elements = lines.flat_map(|line| line.as_bytes().split(outside_quotes(b',')));
    elements
        .filter(|element| !element.trim_ascii().is_empty())
        .map(|element| Element(std::str::from_utf8(element).unwrap_or("\u{fffd}")))
}

impl<'h> Element<'h> {
    /// One by itself.
    pub(super) const fn new(text: &'h str) -> Self {
        Self(text)
    }

    /// The value, whose case means nothing.
    pub(super) fn value(self) -> &'h str {
        let (value, _parameters) = self.0.split_once(';').unwrap_or((self.0, ""));
        value.trim_ascii()
    }

    /// Whether the value is this one.
    pub(super) fn is(self, value: &str) -> bool {
        self.value().eq_ignore_ascii_case(value)
    }

    /// The value of a parameter, without quotation marks.
    pub(super) fn parameter(self, name: &str) -> Option<&'h str> {
        let (_value, parameters) = self.0.split_once(';')?;
        let mut is_end = outside_quotes(b';');
        let is_end = move |at: char| u8::try_from(at).is_ok_and(|at| is_end(&at));
        let mut pairs = parameters
            .split(is_end)
            .filter_map(|part| part.split_once('='));
        let (_, value) = pairs.find(|(of, _)| of.trim_ascii().eq_ignore_ascii_case(name))?;
        let value = value.trim_ascii();
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        Some(quoted.unwrap_or(value).trim_ascii())
    }

    /// How much a client wants it, from 0 (not at all) to 1, which it is when nothing is said.
    pub(super) fn quality(self) -> f32 {
        let Some(text) = self.parameter("q") else {
            return 1.0;
        };
        let quality = text.parse().unwrap_or(0.0);
        if f32::is_finite(quality) {
            quality.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// Tells separators that stand in no quotation marks, byte by byte.
fn outside_quotes(separator: u8) -> impl FnMut(&u8) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    move |byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            byte => return *byte == separator && !is_quoted,
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    #[test]
    fn elements_have_parameters_and_qualities() {
        let lines = [
            "Text/HTML;Level=\"a,b;c\"; q=0.5,, gzip ;Q=\"0.25\"",
            " br; q = 1 , x;q=nan, y;q=-1, z;q=7",
        ];
        let lines = lines.map(|line| (header::ACCEPT, HeaderValue::from_static(line)));
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, value);
        }
        let found: Vec<_> = elements(&headers, header::ACCEPT)
            .map(|element| (element.value(), element.quality()))
            .collect();
        let right = [
            ("Text/HTML", 0.5),
            ("gzip", 0.25),
            ("br", 1.0),
            ("x", 0.0),
            ("y", 0.0),
            ("z", 1.0),
        ];
        assert_eq!(found, right);
        let first = elements(&headers, header::ACCEPT)
            .next()
            .expect("an element");
        assert_eq!(first.parameter("level"), Some("a,b;c"));
        assert!(first.is("text/html"));
    }
}
