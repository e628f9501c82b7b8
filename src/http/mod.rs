//! HTTP: which address answers what.
//!
//! May use: `front`, `graphql`, `graph`. Used by: `lib`.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use opentelemetry_sdk::trace::SdkTracer;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::config::Edge;
use crate::front::Front;
use crate::graph::Graph;
use crate::graphql::{ErrorCode, Schema, schema};

mod answer;
mod budget;
mod cache;
mod connection;
mod dispatch;
mod encode;
mod endpoint;
mod events;
mod file;
mod health;
mod metrics;
mod negotiate;
mod observe;
mod pages;
mod params;
mod patience;
mod payload;
mod respond;
mod serve;
mod socket;
mod spans;
mod streams;
mod told;

pub use serve::Stopping;

use budget::Budgets;
use connection::Peer;
use metrics::Metrics;
use observe::Ids;
use pages::Pages;
use streams::Places;
use told::Told;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1 << 20;

/// What handlers share.
struct Shared {
    graph: Graph,
    schema: Schema,
    front: Front,
    edge: Edge,
    budgets: Option<Budgets>,
    places: Places,
    pages: Pages,
    metrics: Metrics,
    tracer: Option<SdkTracer>,
    ids: Ids,
    stopping: Stopping,
}

/// What handlers share, as each has it.
type Served = Arc<Shared>;

impl Shared {
    /// Whose budget a request is on; nothing without budgets.
    fn client(&self, peer: Peer, headers: &HeaderMap) -> Option<IpAddr> {
        let budgets = self.budgets.as_ref();
        budgets.map(|budgets| budgets.client(peer, headers))
    }
}

/// The HTTP server.
pub struct Http {
    /// What pages of other origins may do.
    cors: CorsLayer,
    routes: Router,
    served: Served,
}

impl Http {
    /// The routes.
    pub fn new(
        graph: Graph,
        edge: &Edge,
        tracer: Option<SdkTracer>,
        stopping: Stopping,
    ) -> anyhow::Result<Self> {
        let served = Arc::new(Shared {
            graph,
            schema: schema(),
            front: Front::new(edge)?,
            edge: edge.clone(),
            budgets: Budgets::new(edge),
            places: Places::new(edge.sockets as usize),
            pages: Pages::new(),
            metrics: Metrics::default(),
            tracer,
            ids: Ids::default(),
            stopping,
        });
        let routes = Router::new()
            .route("/graphql", get(endpoint::get).post(endpoint::post))
            .route("/graphql/stream", get(events::get).post(events::post))
            .route("/", get(pages::playground))
            .route("/about", get(pages::about))
            .route("/reference", get(pages::reference))
            .route("/plain", get(pages::plain))
            .route("/assets/{*path}", get(pages::asset))
            .route("/{file}", get(pages::file))
            .route("/healthz", get(health::live))
            .route("/readyz", get(health::ready))
            .route("/metrics", get(metrics::metrics))
            .fallback(not_found)
            .method_not_allowed_fallback(method_not_allowed)
            .with_state(Arc::clone(&served));
        Ok(Self {
            cors: cors(edge)?,
            routes,
            served,
        })
    }

    /// Serves until it is told to stop.
    pub async fn serve(self, listener: TcpListener) {
        serve::serve(listener, &self).await;
    }
}

/// What pages of other origins may do: read, as everyone may, unless some origins are named.
fn cors(edge: &Edge) -> anyhow::Result<CorsLayer> {
    let origins = edge.origins.iter().map(|origin| {
        let value = HeaderValue::try_from(origin.as_str());
        value.with_context(|| format!("--origins: {origin:?} is no origin"))
    });
    let origins: Vec<_> = origins.collect::<anyhow::Result<_>>()?;
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(Any)
        .max_age(Duration::from_hours(24));
    // Where all may read, answers are the same for all, and caches need not tell origins apart.
    Ok(if origins.is_empty() {
        layer.allow_origin(Any).vary([])
    } else {
        layer.allow_origin(origins)
    })
}

/// An answer that is a GraphQL error and nothing else.
fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    let errors: Value = json!({
        "errors": [{ "message": message, "extensions": { "code": code.as_str() } }],
    });
    let told = Told {
        codes: vec![code.as_str()],
        ..Told::default()
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    (status, headers, Extension(told), Json(errors)).into_response()
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
