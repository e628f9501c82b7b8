//! The handlers of pages and files, and of addresses where nothing is.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::error::error;
use super::state::SharedState;
use super::terms_page;
use crate::error::ErrorCode;

pub(super) async fn playground(
    state: State<SharedState>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    first(&state, &["index.html", "plain.html"], &uri, &headers)
}

pub(super) async fn about(state: State<SharedState>, uri: Uri, headers: HeaderMap) -> Response {
    first(&state, &["about.html", "plain.html"], &uri, &headers)
}

pub(super) async fn reference(state: State<SharedState>, uri: Uri, headers: HeaderMap) -> Response {
    first(&state, &["reference.html", "plain.html"], &uri, &headers)
}

pub(super) async fn plain(state: State<SharedState>, uri: Uri, headers: HeaderMap) -> Response {
    first(&state, &["plain.html"], &uri, &headers)
}

/// The terms of the version that is served.
pub(super) async fn terms(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    terms_page::of(&state.graph.scope()).response(&headers)
}

/// A file by its name.
pub(super) async fn file(
    state: State<SharedState>,
    Path(path): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    read(state, &path, &method, &uri, &headers).await
}

/// A file that a page loads.
pub(super) async fn asset(
    state: State<SharedState>,
    Path(path): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    read(state, &format!("assets/{path}"), &method, &uri, &headers).await
}

/// A file that is read, if it exists.
async fn read(
    state: State<SharedState>,
    path: &str,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    let found = first(&state, &[path], uri, headers);
    let is_there = found.status() != StatusCode::NOT_FOUND;
    if is_there && !matches!(*method, Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET,HEAD")];
        return (allowed, no_method(state).await).into_response();
    }
    found
}

/// The first of these files that exists.
fn first(state: &SharedState, paths: &[&str], uri: &Uri, headers: &HeaderMap) -> Response {
    let page = state.pages.first(paths, headers);
    page.unwrap_or_else(|| missing(state, uri))
}

pub(super) async fn nothing(State(state): State<SharedState>, uri: Uri) -> Response {
    missing(&state, &uri)
}

/// Nothing is here. The base path without its last slash leads to the page that is there with it: relative
/// addresses depend on the slash.
fn missing(state: &SharedState, uri: &Uri) -> Response {
    let base = state.edge.base_path.as_str();
    if uri.path() == base {
        let query = uri.query().map(|query| format!("?{query}"));
        let place = format!("{base}/{}", query.unwrap_or_default());
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, place)]).into_response();
    }
    let message =
        format!("there is nothing here; the API is at {base}/graphql, its playground at {base}/");
    error(StatusCode::NOT_FOUND, ErrorCode::BadRequest, &message)
}

pub(super) async fn no_method(State(state): State<SharedState>) -> Response {
    let base = state.edge.base_path.as_str();
    let message = format!(
        "this address takes another method; a query is sent by POST or GET to {base}/graphql"
    );
    error(
        StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::BadRequest,
        &message,
    )
}
