//! Health and metrics.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::cache::ResponseCache;
use super::metrics::Gauges;
use super::state::SharedState;
use crate::execute::rendered_bytes;

/// The process lives.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// Ready: the served version; how many versions the database is ahead, the seconds since it was last looked at,
/// and whether that succeeded and what it has is served. It responds while the database is down; then the
/// seconds grow.
pub(super) async fn ready(State(state): State<SharedState>) -> Json<Value> {
    let version = state.graph.snapshot().version().number;
    let lag = state.graph.lag();
    Json(json!({
        "status": "ready",
        "version": version,
        "lag": { "versions": lag.versions, "seconds": lag.since.as_secs(), "current": lag.is_current },
    }))
}

/// All metrics, as text.
pub(super) async fn metrics(State(state): State<SharedState>) -> Response {
    let snapshot = state.graph.snapshot();
    let (cached, cached_bytes) = ResponseCache::size(&snapshot);
    let text = state.metrics.text(&Gauges {
        version: snapshot.version().number,
        lag: state.graph.lag().versions,
        streams: state.slots.taken() as u64,
        cached,
        cached_bytes,
        documents: state.documents.kept(),
        rendered_bytes: rendered_bytes(),
    });
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, content_type)], text).into_response()
}
