//! Content negotiation: the media types of requests and responses.

use axum::http::{HeaderMap, header};

/// The two media types of a response; a refused request's status differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was executed.
    Graphql,
    /// `application/json`: 200 for every request that is well formed, as older clients expect.
    Json,
}

impl MediaType {
    /// The media type of the response; none when neither is acceptable.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let values = headers.get_all(header::ACCEPT);
        let ranges = values.iter().filter_map(|value| value.to_str().ok());
        let ranges: Vec<_> = ranges
            .flat_map(|value| value.split(','))
            .map(Range::read)
            .collect();
        let graphql = quality(&ranges, "application", "graphql-response+json");
        let json = quality(&ranges, "application", "json");
        // A client that accepts anything gets what all clients read.
        let is_named = ranges
            .iter()
            .any(|range| range.subtype == "graphql-response+json");
        if graphql > 0.0 && (graphql > json || (is_named && graphql >= json)) {
            Some(Self::Graphql)
        } else {
            (json > 0.0).then_some(Self::Json)
        }
    }

    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// A media range of an `Accept` header.
struct Range<'h> {
    main: &'h str,
    subtype: &'h str,
    quality: f32,
}

impl<'h> Range<'h> {
    fn read(text: &'h str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let (main, subtype) = parts
            .next()
            .unwrap_or_default()
            .split_once('/')
            .unwrap_or_default();
        let mut quality = 1.0;
        for part in parts {
            if let Some(value) = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")) {
                quality = value.trim().parse().unwrap_or(0.0);
            }
            // JSON is UTF-8: any other charset is not acceptable.
            if let Some(charset) = part.strip_prefix("charset=")
                && !charset.trim_matches('"').eq_ignore_ascii_case("utf-8")
            {
                quality = 0.0;
            }
        }
        Self {
            main,
            subtype,
            quality,
        }
    }
}

/// The quality of a media type: that of its most specific range.
fn quality(ranges: &[Range<'_>], main: &str, subtype: &str) -> f32 {
    let exactness = |range: &&Range<'_>| {
        let is_main = range.main.eq_ignore_ascii_case(main);
        match range.subtype {
            of if is_main && of.eq_ignore_ascii_case(subtype) => 3,
            "*" if is_main => 2,
            "*" if range.main == "*" => 1,
            _ => 0,
        }
    };
    let named = ranges.iter().filter(|range| exactness(range) > 0);
    let best = named.max_by_key(exactness);
    best.map_or(0.0, |range| range.quality)
}

/// Whether a body says that it is JSON, in UTF-8. Others are refused: a page of another site can
/// send some of them without a preflight.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let text = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|part| part.eq_ignore_ascii_case("application/json"));
    is_json
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn media_type(accept: &'static str) -> Option<MediaType> {
        let headers = [(header::ACCEPT, HeaderValue::from_static(accept))];
        MediaType::of(&headers.into_iter().collect())
    }

    #[test]
    fn a_client_gets_the_form_it_names() {
        assert_eq!(MediaType::of(&HeaderMap::new()), Some(MediaType::Json));
        for (accept, right) in [
            ("*/*", Some(MediaType::Json)),
            ("application/*", Some(MediaType::Json)),
            ("application/json", Some(MediaType::Json)),
            (
                "application/graphql-response+json",
                Some(MediaType::Graphql),
            ),
            (
                "application/graphql-response+json, application/json",
                Some(MediaType::Graphql),
            ),
            (
                "application/json, application/graphql-response+json",
                Some(MediaType::Graphql),
            ),
            (
                "application/graphql-response+json;q=0.5, application/json",
                Some(MediaType::Json),
            ),
            (
                "application/graphql-response+json; charset=utf-8, */*;q=0.1",
                Some(MediaType::Graphql),
            ),
            ("application/json;q=0, */*", Some(MediaType::Graphql)),
            ("text/html, */*;q=0.8", Some(MediaType::Json)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json; charset=latin1", None),
            ("", None),
            (";;;,,/", None),
        ] {
            assert_eq!(media_type(accept), right, "{accept}");
        }
    }
}
