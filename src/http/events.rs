//! `GET` and `POST /graphql/stream`: the responses to an operation as server-sent events
//! (graphql-sse, distinct connections).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::stream::{self, StreamExt};
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};

use super::endpoint::read;
use super::error::{error, too_many_streams};
use super::params::Params;
use super::peer::Peer;
use super::request_id::RequestId;
use super::response::Response as GraphqlResponse;
use super::state::SharedState;
use super::streams::{Caller, responses};
use crate::error::ErrorCode;

/// The name in the log.
const TRANSPORT: &str = "events";

/// A keep-alive, for proxies that close silent connections.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// From the query string.
pub(super) async fn get(
    State(state): State<SharedState>,
    Extension(peer): Extension<Peer>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let params = Params::from_address(request.uri().query().unwrap_or_default())
        .map_err(|message| bad(&message));
    let caller = Caller::of(&state, TRANSPORT, peer, id, request.headers());
    respond(&state, &caller, request.headers(), params)
}

/// From a JSON body.
pub(super) async fn post(
    State(state): State<SharedState>,
    Extension(peer): Extension<Peer>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let caller = Caller::of(&state, TRANSPORT, peer, id, request.headers());
    let (head, body) = request.into_parts();
    let body = read(&state, &head.headers, body).await;
    let params = body.and_then(|body| Params::from_json(&body).map_err(|message| bad(&message)));
    respond(&state, &caller, &head.headers, params)
}

fn bad(message: &str) -> Response {
    error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
}

fn respond(
    state: &SharedState,
    caller: &Arc<Caller>,
    headers: &HeaderMap,
    params: Result<Params, Response>,
) -> Response {
    if !takes_events(headers) {
        let message = "the answer is `text/event-stream`, and `Accept` has it not; without events ask `graphql`";
        return error(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message);
    }
    let params = match params {
        Ok(params) => params,
        Err(response) => return response,
    };
    let Some(place) = state.slots.take() else {
        return too_many_streams();
    };
    let responses = match responses(state, caller, &params) {
        Ok(responses) => responses,
        Err(refused) => {
            stream::iter([GraphqlResponse::refused(refused, caller.id.as_str())]).boxed()
        }
    };
    let stopping = state.stopping.clone();
    let events = responses
        .map(|response| Event::default().event("next").data(response.text()))
        .chain(stream::iter([Event::default().event("complete").data("")]))
        .take_until(stopping.wait())
        .map(move |event| {
            let _held = &place;
            Ok::<_, Infallible>(event)
        });
    let alive = KeepAlive::new().interval(HEARTBEAT).text("");
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Sse::new(events).keep_alive(alive)).into_response()
}

/// Whether a client accepts events; one without `Accept` does.
fn takes_events(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let ranges = accept.to_str().unwrap_or_default().split(',');
    let mut types = ranges.map(|range| range.split(';').next().unwrap_or_default().trim());
    types.any(|range| matches!(range, "text/event-stream" | "text/*" | "*/*"))
}
