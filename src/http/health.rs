//! Whether the server lives, and whether it can answer.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Served;

/// The process lives.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// The server answers queries: from which version, how many versions the database is ahead, and how long
/// ago it was last looked at. It answers while the database is down; then that time grows.
pub(super) async fn ready(State(served): State<Served>) -> Json<Value> {
    let version = served.graph.snapshot().version().number;
    let lag = served.graph.lag();
    Json(json!({
        "status": "ready",
        "version": version,
        "lag": { "versions": lag.versions, "seconds": lag.since.as_secs() },
    }))
}
