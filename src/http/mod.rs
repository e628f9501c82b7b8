//! HTTP: which address answers what.
//!
//! May use: `front`, `graphql`, `graph`. Used by: `lib`.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::config::Edge;
use crate::front::Front;
use crate::graph::Graph;
use crate::graphql::{ErrorCode, Schema, schema};

mod answer;
mod budget;
mod cache;
mod encode;
mod endpoint;
mod events;
mod health;
mod log;
mod negotiate;
mod pages;
mod params;
mod patience;
mod respond;
mod serve;
mod socket;
mod streams;

pub use serve::{Stopping, serve};

use budget::Budgets;
use streams::Places;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1 << 20;

/// What handlers share.
#[derive(Clone)]
struct Served {
    graph: Graph,
    schema: Schema,
    front: Arc<Front>,
    edge: Arc<Edge>,
    budgets: Arc<Option<Budgets>>,
    places: Places,
    stopping: Stopping,
}

impl Served {
    /// Whose budget a request is on; nothing without budgets.
    fn client(&self, request: &Request) -> Option<IpAddr> {
        let budgets = self.budgets.as_ref().as_ref();
        budgets.map(|budgets| budgets.client(request.extensions(), request.headers()))
    }
}

/// The routes, and what every request passes through, outermost last.
pub fn router(graph: Graph, edge: &Edge, stopping: Stopping) -> anyhow::Result<Router> {
    let served = Served {
        graph,
        schema: schema(),
        front: Arc::new(Front::new(edge)?),
        edge: Arc::new(edge.clone()),
        budgets: Arc::new(Budgets::new(edge)),
        places: Places::new(edge.sockets as usize),
        stopping,
    };
    Ok(Router::new()
        .route("/graphql", get(endpoint::get).post(endpoint::post))
        .route("/graphql/stream", get(events::get).post(events::post))
        .route("/schema.graphql", get(pages::schema))
        .route("/", get(pages::playground))
        .route("/playground.css", get(pages::style))
        .route("/playground.js", get(pages::script))
        .route("/examples.json", get(pages::examples))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(served)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(log::log_request))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid)))
}

/// The header that carries a request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// An answer that is a GraphQL error and nothing else.
fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    let errors: Value = json!({
        "errors": [{ "message": message, "extensions": { "code": code.as_str() } }],
    });
    (status, Json(errors)).into_response()
}

async fn not_found() -> Response {
    let message = "there is nothing here; the API is at /graphql, its playground at /";
    error(StatusCode::NOT_FOUND, ErrorCode::BadRequest, message)
}

async fn method_not_allowed() -> Response {
    let message = "this address takes another method; a query is sent by POST or GET to /graphql";
    error(
        StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::BadRequest,
        message,
    )
}

/// What a client sees of a panic: that the fault is ours. The log line of the request has the rest.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let cause = text.or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = cause.unwrap_or("unknown"), "a handler panicked");
    let message = "internal error; the header x-request-id names this request in the server's log";
    error(
        StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::InternalServerError,
        message,
    )
}
