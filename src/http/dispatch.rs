//! The way of a request through the server. The routes know the endpoint, too; but finding it through
//! them takes about as long as answering from what is kept.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Method, Request, header};
use hyper::body::Incoming;
use tower::Service;

use super::connection::Connection;
use super::endpoint;
use super::payload::{Answered, from_route};

/// What a request is answered with.
pub(super) type Answer = Result<Answered, Infallible>;

/// Whether a request is an operation for the endpoint, sent by another program than a page: then it
/// needs nothing but the endpoint, as no cache keeps the answer to a POST for a page.
pub(super) fn is_direct(request: &Request<Incoming>) -> bool {
    let has = |name: HeaderName| request.headers().contains_key(name);
    *request.method() == Method::POST && is_operation(request) && !has(header::ORIGIN)
}

/// Whether a request is an operation for the endpoint.
fn is_operation(request: &Request<Incoming>) -> bool {
    request.uri().path() == "/graphql"
        && matches!(*request.method(), Method::GET | Method::POST)
        && !request.headers().contains_key(header::UPGRADE)
}

/// Answers an operation.
pub(super) fn direct(
    connection: Connection,
    request: Request<Incoming>,
) -> impl Future<Output = Answer> + Send {
    let (head, body) = request.into_parts();
    async move {
        let (served, peer) = (connection.served(), connection.peer());
        let answered = match head.method {
            Method::GET => endpoint::answer_get(served, peer, &head).await,
            _ => endpoint::answer_post(served, peer, &head, body).await,
        };
        Ok(answered)
    }
}

/// Answers the requests of a connection.
pub(super) struct Dispatch {
    connection: Connection,
    routes: Router,
}

impl Dispatch {
    pub(super) const fn new(connection: Connection, routes: Router) -> Self {
        Self { connection, routes }
    }
}

impl Service<Request<Incoming>> for Dispatch {
    type Response = Answered;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
        if is_operation(&request) {
            return Box::pin(direct(self.connection.clone(), request));
        }
        request.extensions_mut().insert(self.connection.peer());
        let routed = self.routes.call(request.map(Body::new));
        Box::pin(async move { Ok(from_route(routed.await?)) })
    }
}
