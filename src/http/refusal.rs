//! Responses to what is not read as a request: one connection too many, and a head that hyper cannot
//! read. They are like all others, but for what only a request tells.

use std::convert::Infallible;
use std::future::ready;

use async_graphql::futures_util::FutureExt as _;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use tower::{Layer as _, Service as _, service_fn};

use super::body::{from_route, to_route};
use super::error::error;
use super::observe::{RequestObserver, common_headers};
use super::request_body::{MAX_BODY, too_long};
use super::routes::Routes;
use crate::error::ErrorCode;

/// The largest head of a request, in bytes; its query string can hold a document.
pub(super) const MAX_HEAD: usize = 64 << 10;

/// The refusal of a connection, as it is sent.
pub(super) fn too_many_connections(routes: &Routes) -> Vec<u8> {
    let message = "too many connections are open; try again later";
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = with_cors(routes, error(status, ErrorCode::LimitExceeded, message));
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    common_headers(headers, routes.state.ids.of(&HeaderMap::new()));
    sent(routes, response)
}

/// The response to a head that cannot be read, as it is sent. It is logged and counted. `rest` is what was
/// read and not understood.
pub(super) fn unreadable(routes: &Routes, why: &hyper::Error, rest: &[u8]) -> Vec<u8> {
    let has_head = rest.len() >= MAX_HEAD || rest.split(|byte| *byte == b'\n').nth(100).is_some();
    let response = if why.is_parse_too_large() && !has_head {
        // The head was understood: what is too large is the length that it tells.
        too_long()
    } else if why.is_parse_too_large() {
        let message = format!(
            "the head of the request is too large: {MAX_HEAD} bytes with the address in it, and 100 header fields, are read; send a long document by POST"
        );
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        error(status, ErrorCode::LimitExceeded, &message)
    } else {
        let message = format!("the request cannot be read ({why}): {}", right(why));
        error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, &message)
    };
    let response = from_route(with_cors(routes, response));
    let observer = RequestObserver::of_unreadable(&routes.state);
    let response = observer.finish(Ok(Ok(response)), &routes.state);
    sent(routes, to_route(response))
}

/// What would be right in a head that cannot be read.
fn right(why: &hyper::Error) -> String {
    let why = why.to_string();
    let is_of = |part: &str| why.contains(part);
    if is_of("content-length") {
        format!("`Content-Length` is one number, of {MAX_BODY} bytes at most")
    } else if is_of("transfer-encoding") {
        "`Transfer-Encoding` is `chunked`, in HTTP/1.1".to_owned()
    } else if is_of("header") {
        "a header field is a name, `:` and a value, on a line by itself".to_owned()
    } else if is_of("URI") || (is_of("version") && !is_of("preface")) {
        "what stands in its address is to be percent-encoded, spaces, quotation marks and brackets too, as `curl --get --data-urlencode 'query={ … }'` does it; and the request is to be one of HTTP/1.1".to_owned()
    } else {
        "it is to be one of HTTP/1.1, not encrypted".to_owned()
    }
}

/// A response with what pages of other origins are told of one to a request without `Origin`.
fn with_cors(routes: &Routes, response: Response) -> Response {
    let mut response = Some(response);
    let give = service_fn(move |_: Request<()>| {
        ready(Ok::<_, Infallible>(response.take().unwrap_or_default()))
    });
    let given = routes
        .cors
        .layer(give)
        .call(Request::new(()))
        .now_or_never();
    given.and_then(Result::ok).unwrap_or_default()
}

/// A response as it is sent before the connection is closed.
fn sent(routes: &Routes, response: Response) -> Vec<u8> {
    let (head, body) = response.into_parts();
    let body = body.collect().now_or_never().and_then(Result::ok);
    let body = body.unwrap_or_default().to_bytes();
    let date = routes.state.graph.now();
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT");
    let begun = format!(
        "HTTP/1.1 {}\r\ndate: {date}\r\nconnection: close\r\ncontent-length: {}\r\n",
        head.status,
        body.len()
    );
    let mut sent = begun.into_bytes();
    for (name, value) in &head.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            sent.extend_from_slice(part);
        }
    }
    sent.extend_from_slice(b"\r\n");
    sent.extend_from_slice(&body);
    sent
}
