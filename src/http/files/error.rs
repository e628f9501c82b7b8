//! What is told instead of a file.

use axum::Extension;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::super::error::error_response;
use super::super::report::RequestReport;
use super::super::request_id::RequestId;
use super::super::response::logged;
use crate::error::{Error, ErrorCode};
use crate::files::Format;

/// The refusal of a file: as a line of text to who asked for CSV, as JSON to others.
pub(in crate::http) fn refusal(error: &Error, format: Format, id: &RequestId) -> Response {
    let error = logged(error.clone(), id.as_str());
    let status = status(error.code);
    if format != Format::Csv {
        return error_response(status, &error);
    }
    let report = RequestReport {
        codes: vec![error.code.as_str()],
        ..RequestReport::default()
    };
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
    ];
    let text = format!("{}: {}\n", error.code.as_str(), error.message);
    (status, headers, Extension(report), text).into_response()
}

const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::NotFound | ErrorCode::PersistedQueryNotFound => StatusCode::NOT_FOUND,
        ErrorCode::VersionGone => StatusCode::GONE,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::InsufficientStorage => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::DocumentNotTrusted => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    }
}
