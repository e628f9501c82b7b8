//! Errors as pages, for browsers.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::super::error::error_response;
use super::super::list::elements;
use super::super::request_id::RequestId;
use super::super::response::logged;
use super::super::state::SharedState;
use super::POLICY;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::pages::{Address, Fault, Language};

/// Whether a client names HTML among what it takes, as browsers do.
pub(in crate::http) fn takes_html(headers: &HeaderMap) -> bool {
    let mut ranges = elements(headers, header::ACCEPT);
    ranges.any(|range| range.is("text/html") && range.quality() > 0.0)
}

/// The refusal of a page, with its error.
pub(in crate::http) fn refusal(error: Error, id: &RequestId) -> Response {
    let error = logged(error, id.as_str());
    let status = match error.code {
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::VersionGone => StatusCode::GONE,
        ErrorCode::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        code if code.kind() == ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    error_response(status, &error)
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
    let Ok(page) = fault.page(&state.texts, language, address) else {
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
