//! The routes.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use axum::response::Redirect;
use axum::routing::{any, get, post};
use tower_http::cors::{AllowHeaders, AllowOrigin, Any, CorsLayer};

use super::state::{SharedState, State};
use super::{
    crawlers, digests, dumps, endpoint, events, feed, files, html, links, nothing, page_routes,
    probes,
};
use crate::config::{Edge, Origins};
use crate::dump::Format;

/// The routes, with what they share.
#[derive(Clone)]
pub(super) struct Routes {
    /// What pages of other origins may do.
    pub(super) cors: CorsLayer,
    pub(super) router: Router,
    pub(super) state: SharedState,
}

impl Routes {
    pub(super) fn new(state: State) -> Self {
        let state = Arc::new(state);
        let mut router = Router::new();
        for format in Format::ALL {
            let path = format!("/dump.{}", format.extension());
            let handler = move |state, connection, id, method, headers| {
                dumps::get(format, state, connection, id, method, headers)
            };
            router = router.route(&path, get(handler));
        }
        for (path, form) in [
            ("/digests", digests::Form::Ask),
            ("/digests/confirm", digests::Form::Confirm),
            ("/digests/unsubscribe", digests::Form::Unsubscribe),
        ] {
            let handler = move |state, connection, id, request| {
                digests::any(form, state, connection, id, request)
            };
            router = router.route(path, any(handler));
        }
        let router = router
            .route("/changes.atom", get(feed::get))
            .route("/graphql", get(endpoint::get).post(endpoint::post))
            .route("/graphql/stream", get(events::get).post(events::post))
            .route("/playground", get(page_routes::playground))
            .route("/docs", get(|| async { Redirect::permanent("docs/") }))
            .route(
                "/reference/",
                get(|| async { Redirect::permanent("../reference") }),
            )
            .route("/plain", get(page_routes::plain))
            .route("/terms", get(page_routes::terms))
            .route("/robots.txt", get(crawlers::robots))
            .route("/sitemap.xml", get(crawlers::sitemap))
            .route("/d/", get(page_routes::datasets))
            .route("/d/{*file}", any(files::named))
            .route("/q", post(links::post))
            .route("/q/{hash}", get(links::get))
            .route("/assets/{*path}", any(page_routes::asset))
            .route("/{file}", any(page_routes::file))
            .route("/healthz", get(probes::live))
            .route("/readyz", get(probes::ready))
            .route("/metrics", get(probes::metrics))
            .fallback(html::other)
            .method_not_allowed_fallback(nothing::other_method)
            .with_state(Arc::clone(&state));
        Self {
            cors: cors(&state.edge),
            router,
            state,
        }
    }
}

/// CORS: pages of all origins may read, unless some origins are named.
fn cors(edge: &Edge) -> CorsLayer {
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(Any)
        .max_age(Duration::from_hours(24));
    // Where all origins may read, responses are the same for all: caches need not vary by origin.
    match &edge.origins {
        Origins::All => layer.allow_origin(Any).vary([]),
        Origins::Some(origins) => {
            let origins = Arc::clone(origins);
            let takes = move |origin: &HeaderValue, _: &Parts| {
                let origin = origin.to_str().unwrap_or_default();
                origins.iter().any(|one| one.is(origin))
            };
            layer.allow_origin(AllowOrigin::predicate(takes))
        }
    }
}
