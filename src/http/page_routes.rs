//! The handlers of pages and files.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::state::SharedState;

pub(super) async fn playground(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    state.pages.first(&["index.html", "plain.html"], &headers)
}

pub(super) async fn about(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    state.pages.first(&["about.html", "plain.html"], &headers)
}

pub(super) async fn reference(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    state
        .pages
        .first(&["reference.html", "plain.html"], &headers)
}

pub(super) async fn plain(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    state.pages.first(&["plain.html"], &headers)
}

/// A file by its name.
pub(super) async fn file(
    State(state): State<SharedState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    state.pages.first(&[&path], &headers)
}

/// A file that a page loads.
pub(super) async fn asset(
    State(state): State<SharedState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    state.pages.first(&[&format!("assets/{path}")], &headers)
}
