//! The base path: a proxy may leave it in the addresses of requests, or take it off.

use axum::http::{Request, Uri};

use crate::config::BasePath;

/// Takes the base path off a request's address, if it is there.
pub(super) fn strip<B>(base: &BasePath, request: &mut Request<B>) {
    let whole = request.uri().path_and_query();
    let below = whole.and_then(|whole| base.below(whole.as_str()));
    let Some(Ok(below)) = below.map(str::parse) else {
        return;
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(below);
    if let Ok(address) = Uri::from_parts(parts) {
        *request.uri_mut() = address;
    }
}
