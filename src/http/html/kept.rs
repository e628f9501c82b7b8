//! Pages that are kept. They are sent without the router, which would take about as long as sending them.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

use super::super::asker::Asker;
use super::super::body::HttpResponse;
use super::super::connection::Connection;
use super::super::graphql::GraphqlRequest;
use super::super::negotiate::MediaType;
use super::super::request_id::RequestId;
use super::super::state::State;
use super::super::way::Way;
use super::address::{language, read};
use crate::config::PublicUrl;
use crate::graph::Viewer;
use crate::pages::Language;

/// What tells a version that was from another of its number: that of another database, or as it was before something was
/// taken out of the log.
#[derive(Clone, Copy)]
pub(super) struct Recorded {
    pub(super) published_at: i64,
    pub(super) redacted_in: Option<i64>,
}

/// The page that is asked for, if it is kept. Those of versions that were are left to the router.
pub(in crate::http) fn kept(
    connection: &Connection,
    id: &RequestId,
    head: &Parts,
) -> Option<HttpResponse> {
    let state = connection.state();
    let cache = state
        .responses
        .as_ref()
        .filter(|_| head.method == Method::GET)?;
    let (address, unread) = read(&head.uri);
    if unread.is_some() || address.param("version").is_some() {
        return None;
    }
    let language = language(&address, &head.headers).ok()?;
    let key = key(state, head, language, StatusCode::OK, None);
    let asker = Asker::nobody(state, connection.peer(), &head.headers);
    let request = GraphqlRequest {
        way: Way::Page,
        media_type: MediaType::Json,
        asker: &asker,
        head,
        id,
        bytes: key.as_bytes(),
        view: None,
    };
    // Probes and files ask for no scope.
    cache.has(&request.key(Viewer::default())).then_some(())?;
    let kept = request.kept(state, &state.graph.scope())?;
    // What a client may not have any more is told as a page.
    (kept.status() != StatusCode::TOO_MANY_REQUESTS).then_some(kept)
}

/// What tells a page from others: where the pages are published, the address, the language, the status it is sent with,
/// and when the version that it names was published.
pub(super) fn key(
    state: &State,
    head: &Parts,
    language: Language,
    status: StatusCode,
    recorded: Option<Recorded>,
) -> String {
    let public = state.edge.public_url.as_ref();
    let public = public.map_or("", PublicUrl::as_str);
    let (code, status) = (language.code(), status.as_u16());
    let recorded = recorded.map(|one| (one.published_at, one.redacted_in));
    format!("{public}#{}#{code}#{status}#{recorded:?}", head.uri)
}
