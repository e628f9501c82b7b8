//! What is told instead of a file.

use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::super::error::{self, logged, status};
use super::super::report::RequestReport;
use super::super::request_id::RequestId;
use crate::error::Error;
use crate::files::Format;

/// The refusal of a file: as a line of text to who asked for CSV, as JSON to others.
pub(in crate::http) fn refusal(error: &Error, format: Format, id: &RequestId) -> Response {
    if format != Format::Csv {
        return error::refusal(error.clone(), id);
    }
    let error = logged(error.clone(), id.as_str());
    let report = RequestReport {
        codes: vec![error.code.as_str()],
        ..RequestReport::default()
    };
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
    ];
    let text = format!("{}: {}\n", error.code.as_str(), error.message);
    (status(error.code), headers, Extension(report), text).into_response()
}
