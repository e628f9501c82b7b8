//! An answer that is a GraphQL error and nothing else.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::report::RequestReport;
use crate::error::ErrorCode;

/// An answer that is a GraphQL error and nothing else.
pub(super) fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    let errors: Value = json!({
        "errors": [{ "message": message, "extensions": { "code": code.as_str() } }],
    });
    let report = RequestReport {
        codes: vec![code.as_str()],
        ..RequestReport::default()
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    (status, headers, Extension(report), Json(errors)).into_response()
}
