//! What is told of addresses where nothing is.

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::error::error;
use super::state::SharedState;
use crate::error::ErrorCode;

/// Nothing is here. The base path without its last slash leads to the page that is there with it: relative
/// addresses depend on the slash.
pub(super) fn missing(state: &SharedState, uri: &Uri) -> Response {
    let base = state.edge.base_path.as_str();
    if uri.path() == base {
        let query = uri.query().map(|query| format!("?{query}"));
        let place = format!("{base}/{}", query.unwrap_or_default());
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, place)]).into_response();
    }
    let message = format!(
        "there is nothing here; the API is at {base}/graphql, its playground at {base}/playground"
    );
    error(StatusCode::NOT_FOUND, ErrorCode::BadRequest, &message)
}

/// That an address takes no such method.
pub(super) async fn other_method(State(state): State<SharedState>) -> Response {
    no_method(&state)
}

/// The same, as what other handlers say.
pub(super) fn no_method(state: &SharedState) -> Response {
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
