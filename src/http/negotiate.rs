//! Content negotiation: the media types of requests and responses.

use axum::http::{HeaderMap, header};

use super::list::{Element, elements};

/// The two media types of a response; a refused request's status differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was executed.
    Graphql,
    /// `application/json`: 200 for every request that is well formed, as older clients expect.
    Json,
}

const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

impl MediaType {
    /// The media type of the response; none when neither is acceptable.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        if elements(headers, header::ACCEPT).next().is_none() {
            return Some(Self::Json);
        }
        let (graphql, json) = (quality(headers, GRAPHQL), quality(headers, JSON));
        // A client that accepts anything gets what all clients read.
        let is_named = elements(headers, header::ACCEPT).any(|range| range.is(GRAPHQL));
        if graphql > 0.0 && (graphql > json || (is_named && graphql >= json)) {
            Some(Self::Graphql)
        } else {
            (json > 0.0).then_some(Self::Json)
        }
    }

    /// How much a client wants a GraphQL response; nothing where it names no media type of one.
    pub(super) fn quality(headers: &HeaderMap) -> Option<f32> {
        let all = [GRAPHQL, JSON].map(|media_type| quality(headers, media_type));
        Some(all[0].max(all[1])).filter(|quality| *quality > 0.0)
    }

    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// Whether a client accepts events; one that says nothing does.
pub(super) fn takes_events(headers: &HeaderMap) -> bool {
    elements(headers, header::ACCEPT).next().is_none()
        || quality(headers, "text/event-stream") > 0.0
}

/// How much a client wants a media type: as its most specific range says.
fn quality(headers: &HeaderMap, media_type: &str) -> f32 {
    let (main, _) = media_type.split_once('/').unwrap_or_default();
    let exactness = |range: &Element<'_>| match range.value().split_once('/') {
        Some(_) if range.is(media_type) => 3,
        Some((of, "*")) if of.eq_ignore_ascii_case(main) => 2,
        Some(("*", "*")) => 1,
        _ => 0,
    };
    let ranges = elements(headers, header::ACCEPT).filter(|range| exactness(range) > 0);
    // JSON is UTF-8: any other charset is not acceptable.
    ranges
        .max_by_key(exactness)
        .filter(|range| is_utf8(*range))
        .map_or(0.0, Element::quality)
}

/// Whether a media type names no charset but UTF-8.
fn is_utf8(media_type: Element<'_>) -> bool {
    let charset = media_type.parameter("charset").unwrap_or_default();
    let charset = charset.trim_matches('\'');
    ["", "utf-8", "utf8"]
        .iter()
        .any(|name| charset.eq_ignore_ascii_case(name))
}

/// Whether a body says that it is JSON, in UTF-8. Others are refused: a page of another site can
/// send some of them without a preflight.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::CONTENT_TYPE).into_iter();
    let content_type = lines.next().and_then(|value| value.to_str().ok());
    let content_type = content_type.map(Element::new);
    content_type.is_some_and(|of| of.is(JSON) && is_utf8(of)) && lines.next().is_none()
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
            (
                "Application/GraphQL-Response+JSON; Charset=\"UTF8\"",
                Some(MediaType::Graphql),
            ),
            (
                "application/json;Q=0.1, application/*;q=0",
                Some(MediaType::Json),
            ),
            ("text/html;x=\"application/json,\"", None),
            ("", Some(MediaType::Json)),
            (" , ", Some(MediaType::Json)),
            (";;;,,/", None),
        ] {
            assert_eq!(media_type(accept), right, "{accept}");
        }
    }

    #[test]
    fn a_body_is_json_in_utf_8_however_it_says_so() {
        for (content_type, right) in [
            ("application/json", true),
            ("Application/JSON;", true),
            ("application/json; charset=utf8", true),
            ("application/json;CHARSET=\"Utf-8\"", true),
            ("application/json; charset=", true),
            (
                "application/json; profile=\"a;charset=latin1\"; charset=UTF-8",
                true,
            ),
            ("application/json; charset=utf-16", false),
            ("application/json; charset=\"latin1\"", false),
            ("application/jsonp", false),
            ("text/plain; application/json", false),
            ("", false),
        ] {
            let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
            assert_eq!(
                is_json(&headers.into_iter().collect()),
                right,
                "{content_type}"
            );
        }
    }

    #[test]
    fn events_are_taken_by_who_asks_for_them_or_for_anything() {
        for (accept, right) in [
            ("", true),
            ("text/event-stream", true),
            ("Text/Event-Stream;charset=utf-8", true),
            ("application/json, text/*;q=0.1", true),
            ("*/*", true),
            ("text/event-stream;q=0, */*", false),
            ("application/json", false),
        ] {
            let headers = [(header::ACCEPT, HeaderValue::from_static(accept))];
            assert_eq!(
                takes_events(&headers.into_iter().collect()),
                right,
                "{accept}"
            );
        }
    }
}
