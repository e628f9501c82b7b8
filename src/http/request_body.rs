//! The body of a request: its media type, its length, the time that it has to come, and its coding.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use async_graphql::futures_util::poll;
use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use super::budget::REFUSED_COST;
use super::decode::{CODINGS, Coding, Fault, decode};
use super::error::error;
use super::list::elements;
use super::negotiate::is_json;
use super::payer::Payer;
use super::state::State;
use crate::apart::apart;
use crate::config::Edge;
use crate::error::ErrorCode;

/// The largest body of a request, in bytes, as it is sent and as it is decoded.
pub(super) const MAX_BODY: usize = 1 << 20;

/// The JSON body of a request, decoded; or its refusal, which is paid for.
pub(super) async fn read<B>(
    state: &State,
    payer: &Payer,
    headers: &HeaderMap,
    body: B,
) -> Result<Bytes, Response>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let mut refusal = match decoded(&state.edge, headers, body).await {
        Ok(body) => return Ok(body),
        Err(refusal) => refusal,
    };
    let left = state.charge(payer, REFUSED_COST.into())?;
    left.add_to(refusal.headers_mut());
    Err(refusal)
}

/// The JSON body of a request, decoded.
async fn decoded<B>(edge: &Edge, headers: &HeaderMap, body: B) -> Result<Bytes, Response>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let mut transfers = elements(headers, header::TRANSFER_ENCODING);
    if transfers.any(|coding| !coding.is("chunked")) {
        let message = "`Transfer-Encoding` takes `chunked` alone; a body is compressed as `Content-Encoding` says";
        let status = StatusCode::NOT_IMPLEMENTED;
        return Err(unread(status, ErrorCode::BadRequest, message));
    }
    if !is_json(headers) {
        let message = "the content type is to be `application/json`, in UTF-8, and to stand once";
        return Err(unsupported(message));
    }
    let Some(codings) = Coding::of(headers) else {
        let message =
            format!("`Content-Encoding` takes {CODINGS}, or several of them, three at most");
        let mut refusal = unsupported(&message);
        let headers = refusal.headers_mut();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(CODINGS));
        return Err(refusal);
    };
    // What is told to be too long is not waited for.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(too_long());
    }
    let body = collect(edge, body).await?;
    if codings.is_empty() {
        return Ok(body);
    }
    match apart(move || decode(body, &codings, MAX_BODY)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(Fault::TooLong)) => Err(too_long()),
        Ok(Err(Fault::Broken(coding))) => {
            let message = format!(
                "the body is not what `Content-Encoding` says: {}",
                coding.described()
            );
            Err(error(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                &message,
            ))
        }
        Err(stopping) => Err(unread(
            StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::InternalServerError,
            &stopping.to_string(),
        )),
    }
}

/// A whole body.
async fn collect<B>(edge: &Edge, body: B) -> Result<Bytes, Response>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let limit = Duration::from_secs(edge.body_timeout.into());
    let mut collected = pin!(Limited::new(body, MAX_BODY).collect());
    // Most bodies arrive with their heads: then no timer is set.
    let read = match poll!(&mut collected) {
        Poll::Ready(read) => Ok(read),
        Poll::Pending => timeout(limit, collected).await,
    };
    match read {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => Err(too_long()),
        Ok(Err(cause)) => {
            let message = format!("the body cannot be read: {cause}");
            Err(unread(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                &message,
            ))
        }
        Err(_elapsed) => {
            let message = format!("the body did not come within {} seconds", limit.as_secs());
            let status = StatusCode::REQUEST_TIMEOUT;
            Err(unread(status, ErrorCode::BadRequest, &message))
        }
    }
}

fn unsupported(message: &str) -> Response {
    error(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorCode::BadRequest,
        message,
    )
}

/// The refusal of a body over the limit.
pub(super) fn too_long() -> Response {
    let message = format!("the body has more than {MAX_BODY} bytes");
    unread(
        StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::LimitExceeded,
        &message,
    )
}

/// A refusal of a body that is not read to its end: nothing can follow on the connection.
fn unread(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    let mut refusal = error(status, code, message);
    let headers = refusal.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    refusal
}
