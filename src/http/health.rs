//! Whether the server lives, and whether it can answer.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Served;

/// The process lives.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// The server answers queries, from this version.
pub(super) async fn ready(State(served): State<Served>) -> Json<Value> {
    let version = served.graph.snapshot().version().number;
    Json(json!({ "status": "ready", "version": version }))
}
