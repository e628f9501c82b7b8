//! Responses that are one GraphQL error.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::report::RequestReport;
use super::request_id::RequestId;
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
    // The error travels along, for what tells it in another form.
    (
        status,
        headers,
        Extension(report),
        Extension(error.clone()),
        body,
    )
        .into_response()
}

/// What is asked for is not to be had now, but may be in a moment; the log gets the cause, if there is one to tell.
pub(super) fn later(code: ErrorCode, message: &str, cause: Option<(&str, &RequestId)>) -> Response {
    let mut told = Error::new(code, message);
    if let Some((cause, id)) = cause {
        tell(&mut told, cause, id);
    }
    let retry = [(header::RETRY_AFTER, "2")];
    let response = error_response(StatusCode::SERVICE_UNAVAILABLE, &told);
    (retry, response).into_response()
}

/// A fault of the server: the log gets its cause, the client the request's id.
pub(super) fn internal(cause: &str, id: &RequestId) -> Response {
    let message = "internal error; `extensions.requestId` names this request in the server's log";
    let mut told = Error::new(ErrorCode::InternalServerError, message);
    tell(&mut told, cause, id);
    error_response(StatusCode::INTERNAL_SERVER_ERROR, &told)
}

fn tell(told: &mut Error, cause: &str, id: &RequestId) {
    let id = id.as_str();
    tracing::error!(request_id = id, cause, "internal error");
    told.set("requestId", id.into());
}
