//! Errors as pages, for browsers.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::super::list::elements;
use super::super::state::SharedState;
use super::super::view::POLICY;
use super::address::{language, read};
use crate::error::Error;
use crate::pages::{Address, Fault, Language};

/// Whether a client names HTML among what it takes, as browsers do.
pub(in crate::http) fn takes_html(headers: &HeaderMap) -> bool {
    let mut ranges = elements(headers, header::ACCEPT);
    ranges.any(|range| range.is("text/html") && range.quality() > 0.0)
}

/// A refusal as a page, where a client takes HTML.
pub(in crate::http) fn as_page_if_taken(
    state: &SharedState,
    head: &Parts,
    refusal: Response,
) -> Response {
    if !takes_html(&head.headers) {
        return refusal;
    }
    let (address, _) = read(&head.uri);
    let language = language(&address, &head.headers).unwrap_or(Language::En);
    as_page(state, (language, &address), refusal)
}

/// A refusal as a page, with its status and headers. One without an error stays what it is.
pub(in crate::http) fn as_page(
    state: &SharedState,
    (language, address): (Language, &Address),
    refusal: Response,
) -> Response {
    let (mut head, body) = refusal.into_parts();
    let Some(error) = head.extensions.get::<Error>() else {
        return Response::from_parts(head, body);
    };
    let fault = Fault {
        status: head.status.as_u16(),
        message: &error.message,
        request: error.detail("requestId").and_then(|id| id.as_str()),
    };
    // What is wrong does not go along in the links.
    let argument = error.detail("argument").and_then(|name| name.as_str());
    let address = address.without(argument.as_slice());
    let Ok(page) = fault.page(&state.texts, language, &address) else {
        return Response::from_parts(head, body);
    };
    for (name, value) in [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (
            header::VARY,
            HeaderValue::from_static("accept, accept-encoding, accept-language"),
        ),
    ] {
        head.headers.insert(name, value);
    }
    head.headers.remove(header::CONTENT_LENGTH);
    (head, page).into_response()
}
