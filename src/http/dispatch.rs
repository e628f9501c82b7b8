//! Dispatch. The router knows the endpoint and the pages too, but matching takes about as long as sending a
//! cached response.

use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use hyper::body::Incoming;
use tower::Service;

use super::body::{HttpResponse, from_route};
use super::connection::Connection;
use super::error::error;
use super::handshake::is_wanted;
use super::request_id::RequestId;
use super::{endpoint, host, html, min_version};
use crate::error::ErrorCode;

/// The response to a request.
pub(super) type Handled = Result<HttpResponse, Infallible>;

/// Whether a request may skip CORS and the router: a POST to the endpoint without `Origin`, whose
/// response no cache stores for a page.
pub(super) fn is_direct(request: &Request<Incoming>) -> bool {
    *request.method() == Method::POST
        && is_operation(request)
        && !request.headers().contains_key(header::ORIGIN)
        && !min_version::may_be_asked(request)
        && host::is_named(request)
}

/// Whether a request is an operation for the endpoint.
fn is_operation(request: &Request<Incoming>) -> bool {
    request.uri().path() == "/graphql"
        && matches!(*request.method(), Method::GET | Method::POST)
        && !is_wanted(request)
}

/// Responds to an operation.
pub(super) fn direct(
    connection: Connection,
    id: RequestId,
    request: Request<Incoming>,
) -> impl Future<Output = Handled> + Send {
    let (head, body) = request.into_parts();
    async move {
        let (state, peer) = (connection.state(), connection.peer());
        let answered = match head.method {
            Method::GET => endpoint::answer_get(state, peer, &id, &head).await,
            _ => endpoint::answer_post(state, peer, &id, &head, body).await,
        };
        Ok(answered)
    }
}

/// The refusal of a request for something else than a path here.
fn no_path(request: &Request<Incoming>) -> Option<Response> {
    if *request.method() == Method::CONNECT {
        let message = "this server connects to no others";
        let status = StatusCode::NOT_IMPLEMENTED;
        return Some(error(status, ErrorCode::BadRequest, message));
    }
    let message = "what is asked for is to be a path, which begins with `/`";
    let has_path = request.uri().path().starts_with('/');
    (!has_path).then(|| error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message))
}

/// Routes the requests of a connection.
#[derive(Clone)]
pub(super) struct Dispatch {
    connection: Connection,
    router: Router,
}

impl Dispatch {
    pub(super) const fn new(connection: Connection, router: Router) -> Self {
        Self { connection, router }
    }

    /// Routes a request once the version that it asks for is served.
    async fn wait(mut self, request: Request<Incoming>) -> Handled {
        let (mut head, body) = request.into_parts();
        let state = self.connection.state();
        let reached = match min_version::take(&mut head) {
            Ok(Some(version)) => min_version::reached(state, version).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        match (reached, head.extensions.get::<RequestId>()) {
            (Err(error), Some(id)) => {
                let refusal = min_version::refused(state, &head, id, error);
                Ok(from_route(refusal))
            }
            _ => self.route(Request::from_parts(head, body)).await,
        }
    }

    /// Routes a request that names its host and a path.
    fn route(
        &mut self,
        request: Request<Incoming>,
    ) -> <Self as Service<Request<Incoming>>>::Future {
        let is_operation = is_operation(&request);
        let (mut head, body) = request.into_parts();
        if let Some(id) = head.extensions.get::<RequestId>() {
            if is_operation {
                let (connection, id) = (self.connection.clone(), id.clone());
                let request = Request::from_parts(head, body);
                return Box::pin(direct(connection, id, request));
            }
            if let Some(kept) = html::kept(&self.connection, id, &head) {
                return Box::pin(ready(Ok(kept)));
            }
        }
        head.extensions.insert(self.connection.clone());
        let request = Request::from_parts(head, body);
        let routed = self.router.call(request.map(Body::new));
        Box::pin(async move { Ok(from_route(routed.await?)) })
    }
}

impl Service<Request<Incoming>> for Dispatch {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Handled> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Incoming>) -> Self::Future {
        if !host::is_named(&request) {
            let message = "the header `Host` is to stand once, and to be a host";
            let refusal = error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
            return Box::pin(ready(Ok(from_route(refusal))));
        }
        if let Some(refusal) = no_path(&request) {
            return Box::pin(ready(Ok(from_route(refusal))));
        }
        if min_version::may_be_asked(&request) {
            return Box::pin(self.clone().wait(request));
        }
        self.route(request)
    }
}
