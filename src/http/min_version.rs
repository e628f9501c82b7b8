//! The version that a client has seen, or written, elsewhere: it is answered from that one or a newer one.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, Uri};
use axum::response::Response;

use super::error::refusal;
use super::graphql::formed;
use super::negotiate::MediaType;
use super::params::pairs;
use super::request_id::RequestId;
use super::state::SharedState;
use super::{files, html};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::PATIENCE;
use crate::input::utf8;

/// The header that names it.
const HEADER: &str = "x-min-version";

/// The parameter of any address that names it, for who cannot send headers.
const PARAM: &str = "minVersion";

/// Whether a request may name one.
pub(super) fn may_be_asked<B>(request: &Request<B>) -> bool {
    let query = request.uri().query();
    request.headers().contains_key(HEADER) || query.is_some_and(|query| query.contains(PARAM))
}

/// The version that a request asks for, which is taken out of its address: what is behind need not know of it.
pub(super) fn take(head: &mut Parts) -> Result<Option<i64>> {
    let mut asked = of_headers(&head.headers)?;
    if let Some(version) = of_address(&head.uri)? {
        asked = asked.max(Some(version));
        head.uri = without(&head.uri);
    }
    Ok(asked)
}

fn of_headers(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(given) = headers.get(HEADER) else {
        return Ok(None);
    };
    let version = number(given.as_bytes()).ok_or_else(|| {
        let message = format!("`{HEADER}` takes the number of a version");
        Error::new(ErrorCode::BadRequest, message)
    });
    version.map(Some)
}

fn of_address(address: &Uri) -> Result<Option<i64>> {
    let query = address.query().unwrap_or_default();
    let mut given = pairs(query).filter(|(name, _)| name == PARAM);
    let Some((_, value)) = given.next() else {
        return Ok(None);
    };
    if given.next().is_some() {
        return Err(Error::bad_input(PARAM, "stands more than once"));
    }
    let takes = "takes the number of a version";
    let version = number(&value).ok_or_else(|| Error::bad_input(PARAM, takes));
    version.map(Some)
}

fn number(text: &[u8]) -> Option<i64> {
    let number = utf8(text).ok()?.parse().ok()?;
    (number >= 0).then_some(number)
}

/// An address without the parameter.
fn without(address: &Uri) -> Uri {
    let query = address.query().unwrap_or_default().split('&');
    let is_other = |pair: &&str| pairs(pair).all(|(name, _)| name != PARAM);
    let rest = query.filter(is_other).collect::<Vec<_>>().join("&");
    let mark = if rest.is_empty() { "" } else { "?" };
    let path = format!("{}{mark}{rest}", address.path());
    let mut parts = address.clone().into_parts();
    parts.path_and_query = path.parse().ok();
    Uri::from_parts(parts).unwrap_or_else(|_| address.clone())
}

/// Waits until a version is served.
pub(super) async fn reached(state: &SharedState, version: i64) -> Result<()> {
    let Err(served) = state.graph.has_seen(version).await else {
        return Ok(());
    };
    let seconds = PATIENCE.as_secs();
    let message = format!(
        "version {version} is not served here within {seconds} seconds: it is version {served} now"
    );
    Err(Error::new(ErrorCode::Unavailable, message).with("served", served.into()))
}

/// The refusal, in the form that is asked for.
pub(super) fn refused(state: &SharedState, head: &Parts, id: &RequestId, error: Error) -> Response {
    let refusal = refusal(error, id);
    if head.uri.path() != "/graphql" {
        return html::as_page_if_taken(state, head, refusal);
    }
    match MediaType::of(&head.headers).filter(|_| files::wanted(head).is_none()) {
        Some(media_type) => formed(media_type, refusal),
        None => refusal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(address: &str, header: Option<&str>) -> Parts {
        let mut request = Request::get(address);
        if let Some(header) = header {
            request = request.header(HEADER, header);
        }
        request.body(()).expect("a request").into_parts().0
    }

    #[test]
    fn it_is_taken_out_of_the_address() {
        for (address, rest) in [
            ("/graphql?minVersion=3", "/graphql"),
            (
                "/d/events.csv?a=1&minVersion=3&b=%26",
                "/d/events.csv?a=1&b=%26",
            ),
            ("/iscms?min%56ersion=3&q", "/iscms?q"),
        ] {
            let mut head = head(address, None);
            assert_eq!(take(&mut head).expect("a version"), Some(3), "{address}");
            assert_eq!(head.uri, rest);
        }
        let mut other = head("/iscms?q=minVersion", None);
        assert_eq!(take(&mut other).expect("none"), None);
        assert_eq!(other.uri, "/iscms?q=minVersion");
    }

    #[test]
    fn the_newer_one_counts_and_what_is_none_is_named() {
        let taken = |address, header| take(&mut head(address, header));
        assert_eq!(taken("/?minVersion=3", Some("5")).expect("one"), Some(5));
        assert_eq!(taken("/?minVersion=7", Some("5")).expect("one"), Some(7));
        for (address, header, named) in [
            ("/", Some("new"), "`x-min-version` takes"),
            ("/", Some("-1"), "`x-min-version` takes"),
            ("/?minVersion=", None, "`minVersion` takes"),
            ("/?minVersion=1.5", None, "`minVersion` takes"),
            ("/?minVersion=%FF", None, "`minVersion` takes"),
            ("/?minVersion=1&minVersion=1", None, "`minVersion` stands"),
        ] {
            let message = taken(address, header).expect_err("refused").message;
            assert!(message.starts_with(named), "{address}: {message}");
        }
    }
}
