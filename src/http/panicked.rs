//! A panic: the log has its cause, the client the id of its request.

use std::any::Any;

use super::request_id::RequestId;
use crate::error::{Error, ErrorCode};

/// The error of a panic, which is logged with its cause.
pub(super) fn panicked(cause: &(dyn Any + Send), id: &RequestId) -> Error {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let cause = text.or_else(|| cause.downcast_ref::<&str>().copied());
    let (cause, id) = (cause.unwrap_or("unknown"), id.as_str());
    tracing::error!(cause, request_id = id, "a handler panicked");
    let message = "internal error; `extensions.requestId` names this request in the server's log";
    Error::new(ErrorCode::InternalServerError, message).with("requestId", id.into())
}
