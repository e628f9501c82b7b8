//! Responses that are one GraphQL error.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::report::RequestReport;
use crate::error::{Error, ErrorCode};

/// A response with a code and a message.
pub(super) fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    error_response(status, &Error::new(code, message))
}

/// The refusal of one more socket or event stream.
pub(super) fn too_many_streams() -> Response {
    let message = "too many sockets and event streams are open; try again later";
    error(
        StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::LimitExceeded,
        message,
    )
}

/// A response with an error.
pub(super) fn error_response(status: StatusCode, error: &Error) -> Response {
    let report = RequestReport {
        codes: vec![error.code.as_str()],
        ..RequestReport::default()
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    let body = Json(json!({ "errors": [error] }));
    (status, headers, Extension(report), body).into_response()
}
