//! Pages and files: the playground, its examples, the schema.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde_json::{Value, json};

use crate::graphql::sdl;

/// What the playground may load: its own files and the API.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The queries that the tests run, as examples.
#[derive(RustEmbed)]
#[folder = "tests/it/queries/"]
#[include = "*.graphql"]
struct Examples;

fn file(content_type: &'static str, text: impl IntoResponse) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

pub(super) async fn playground() -> Response {
    file(
        "text/html; charset=utf-8",
        include_str!("playground/index.html"),
    )
}

pub(super) async fn style() -> Response {
    file(
        "text/css; charset=utf-8",
        include_str!("playground/playground.css"),
    )
}

pub(super) async fn script() -> Response {
    file(
        "text/javascript; charset=utf-8",
        include_str!("playground/playground.js"),
    )
}

pub(super) async fn schema() -> Response {
    file("application/graphql; charset=utf-8", sdl())
}

/// The examples: a name, the first line's comment as title, and the query; the README's first.
pub(super) async fn examples() -> Json<Value> {
    let example = |name: &str| {
        let text = String::from_utf8_lossy(&Examples::get(name)?.data).into_owned();
        let title = text.lines().next()?.strip_prefix('#')?.trim().to_owned();
        let name = name.trim_end_matches(".graphql");
        Some(json!({ "name": name, "title": title, "query": text }))
    };
    let mut names: Vec<_> = Examples::iter().collect();
    names.sort_by_key(|name| (name != "rcm.graphql", name.clone()));
    Json(names.iter().filter_map(|name| example(name)).collect())
}
