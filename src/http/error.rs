//! An answer that is a GraphQL error and nothing else.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::report::RequestReport;
use crate::error::{Error, ErrorCode};

/// An answer that is an error with a code and a message.
pub(super) fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    alone(status, &Error::new(code, message))
}

/// An answer that is an error.
pub(super) fn alone(status: StatusCode, error: &Error) -> Response {
    let report = RequestReport {
        codes: vec![error.code.as_str()],
        ..RequestReport::default()
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    let body = Json(json!({ "errors": [error] }));
    (status, headers, Extension(report), body).into_response()
}
