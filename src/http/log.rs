//! One line of log a request.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::info;

use super::REQUEST_ID;

/// Logs what was asked, what was answered and how long it took. Never what a query holds.
pub(super) async fn log_request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let id = request.headers().get(REQUEST_ID).cloned();
    let response = next.run(request).await;
    info!(
        %method,
        path,
        status = response.status().as_u16(),
        duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        request_id = id.as_ref().and_then(|id| id.to_str().ok()),
        "request"
    );
    response
}
