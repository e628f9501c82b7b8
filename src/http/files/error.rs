//! What is told instead of a file, in the form that was asked for.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use crate::error::Error;
use crate::files::Format;

/// A response to who asked for a format: an error is a line of text where that is CSV, JSON for others.
pub(in crate::http) fn in_form(format: Format, response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let error = head.extensions.get::<Error>();
    let Some(error) = error.filter(|_| format == Format::Csv) else {
        return Response::from_parts(head, body);
    };
    let text = format!("{}: {}\n", error.code.as_str(), error.message);
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    head.headers.insert(header::CONTENT_TYPE, plain);
    head.headers.remove(header::CONTENT_LENGTH);
    (head, text).into_response()
}
