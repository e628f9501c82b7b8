//! Errors as clients see them: responses that are one GraphQL error, and the status of each code.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::report::RequestReport;
use super::request_id::RequestId;
use crate::error::{Error, ErrorCode, ErrorKind};

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

/// The refusal of a file, a page or a link, with the status of its error.
pub(super) fn refusal(error: Error, id: &RequestId) -> Response {
    error_response(status(error.code), &logged(error, id.as_str()))
}

/// The status of an answer that is one error. At the endpoint the media type has a say as well.
pub(super) const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::NotFound | ErrorCode::PersistedQueryNotFound => StatusCode::NOT_FOUND,
        ErrorCode::VersionGone => StatusCode::GONE,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Timeout | ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::InsufficientStorage => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::DocumentNotTrusted | ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        code if matches!(code.kind(), ErrorKind::Internal) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
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

/// An error as the client sees it: the log gets the cause of a fault of the server, the client its
/// request's id.
pub(super) fn logged(mut error: Error, request_id: Option<&str>) -> Error {
    if let Some(cause) = error.take_cause() {
        let path = serde_json::to_string(&error.path).unwrap_or_default();
        tracing::error!(request_id, cause, path, "{}", error.message);
        if let Some(id) = request_id {
            error.set("requestId", id.into());
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_error_is_told_by_the_id_of_its_request_alone() {
        let error = logged(Error::internal("SELECT 1"), Some("an-id"));
        assert_eq!(error.detail("requestId"), Some(&"an-id".into()));
        let told = serde_json::to_string(&error).expect("JSON");
        assert!(!told.contains("SELECT"), "{told}");
        let error = logged(Error::bad_input("first", "takes a number"), Some("an-id"));
        assert_eq!(error.detail("requestId"), None);
    }
}
