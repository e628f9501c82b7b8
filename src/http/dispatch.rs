//! The way of a request through the server: the endpoint is called at once, all else by the routes.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, header};
use axum::response::Response;
use tower::Service;

use super::{Served, endpoint};

/// Answers requests. The routes know the endpoint, too; finding it through them takes about as long as
/// answering from what is kept.
#[derive(Clone)]
pub(super) struct Dispatch {
    served: Served,
    routes: Router,
}

impl Dispatch {
    pub(super) const fn new(served: Served, routes: Router) -> Self {
        Self { served, routes }
    }
}

impl Service<Request> for Dispatch {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let is_endpoint = request.uri().path() == "/graphql";
        if !is_endpoint || request.headers().contains_key(header::UPGRADE) {
            return Box::pin(self.routes.call(request));
        }
        let served = Arc::clone(&self.served);
        match *request.method() {
            Method::GET => {
                Box::pin(async move { Ok(endpoint::answer_get(&served, request).await) })
            }
            Method::POST => {
                Box::pin(async move { Ok(endpoint::answer_post(&served, request).await) })
            }
            _ => Box::pin(self.routes.call(request)),
        }
    }
}
