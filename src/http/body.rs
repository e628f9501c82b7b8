//! The body of a response as a connection sends it, and what travels with it.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use super::report::RequestReport;
use super::timeouts::Turn;

/// A response on its way to the connection.
pub(super) type HttpResponse = http::Response<Payload>;

/// A body, and what travels with it.
#[derive(Debug, Default)]
pub(super) struct Payload {
    content: Content,
    /// The report of the request.
    pub(super) report: Option<RequestReport>,
    /// The server's turn on the connection, which ends when the body is sent.
    pub(super) turn: Option<Turn>,
}

#[derive(Debug)]
enum Content {
    /// Complete bytes; empty once they are sent.
    Whole(Bytes),
    /// A route's body, which may be a stream.
    Body(Body),
}

impl Default for Content {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

/// A response of bytes.
pub(super) fn whole(bytes: Bytes, report: RequestReport) -> HttpResponse {
    HttpResponse::new(Payload {
        content: Content::Whole(bytes),
        report: Some(report),
        turn: None,
    })
}

/// A route's response; its report is in its extensions.
pub(super) fn from_route(mut response: Response) -> HttpResponse {
    let report = response.extensions_mut().remove();
    response.map(|body| Payload {
        content: Content::Body(body),
        report,
        turn: None,
    })
}

/// A response for a route, with its report in its extensions.
pub(super) fn to_route(mut answered: HttpResponse) -> Response {
    if let Some(report) = answered.body_mut().report.take() {
        answered.extensions_mut().insert(report);
    }
    answered.map(Body::new)
}

impl HttpBody for Payload {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut self.content {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Content::Body(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Whole(bytes) => bytes.is_empty(),
            Content::Body(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Body(body) => body.size_hint(),
        }
    }
}
