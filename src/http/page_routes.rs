//! The handlers of files, of the pages of `web/`, and of the list of data sets.

use axum::Json;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::connection::Connection;
use super::html;
use super::nothing::{missing, no_method};
use super::request_id::RequestId;
use super::state::SharedState;

pub(super) async fn playground(
    state: State<SharedState>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    first(&state, &["index.html", "plain.html"], &uri, &headers)
}

pub(super) async fn plain(state: State<SharedState>, uri: Uri, headers: HeaderMap) -> Response {
    first(&state, &["plain.html"], &uri, &headers)
}

/// The terms stand on the page that tells what this is.
pub(super) async fn terms() -> Response {
    let place = [(header::LOCATION, "about#terms")];
    (StatusCode::PERMANENT_REDIRECT, place).into_response()
}

/// The named data sets, with their parameters and columns, as JSON; browsers are led to the page of them.
pub(super) async fn datasets(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    let by_taste = [
        (header::VARY, "accept"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    if html::takes_html(&headers) {
        return (by_taste, Redirect::to("../data")).into_response();
    }
    let version = state.graph.scope().snapshot.version().number;
    let told = json!({ "version": version, "datasets": state.listings });
    (by_taste, Json(told)).into_response()
}

/// A file by its name.
pub(super) async fn file(
    state: State<SharedState>,
    connection: Extension<Connection>,
    id: Extension<RequestId>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    read(&state, &connection, &id, &path, request).await
}

/// A file that a page loads.
pub(super) async fn asset(
    state: State<SharedState>,
    connection: Extension<Connection>,
    id: Extension<RequestId>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    read(&state, &connection, &id, &format!("assets/{path}"), request).await
}

/// A file that is read, if it exists.
async fn read(
    state: &SharedState,
    connection: &Connection,
    id: &RequestId,
    path: &str,
    request: Request,
) -> Response {
    let (head, _no_body) = request.into_parts();
    match state.pages.first(&[path], &head.headers) {
        Some(_) if !matches!(head.method, Method::GET | Method::HEAD) => {
            let allowed = [(header::ALLOW, "GET,HEAD")];
            (allowed, no_method(state)).into_response()
        }
        Some(found) => found,
        None => html::page(state, connection, id, &head).await,
    }
}

/// The first of these files that exists.
fn first(state: &SharedState, paths: &[&str], uri: &Uri, headers: &HeaderMap) -> Response {
    let page = state.pages.first(paths, headers);
    page.unwrap_or_else(|| missing(state, uri))
}
