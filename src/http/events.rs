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

use super::asker::Asker;
use super::connection::Connection;
use super::error::{error, too_many_streams};
use super::negotiate::{MediaType, takes_events};
use super::params::Params;
use super::report::RequestReport;
use super::request_body::read;
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
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let params = Params::from_address(request.uri().query().unwrap_or_default());
    let client = (connection.peer(), request.headers());
    let asker = match Asker::of(&state, client, &id).await {
        Ok(asker) => asker,
        Err(refusal) => return refusal,
    };
    let caller = Caller::of(TRANSPORT, asker.payer, id, request.headers());
    respond(&state, &caller, request.headers(), params)
}

/// From a JSON body.
pub(super) async fn post(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let client = (connection.peer(), &head.headers);
    let asker = match Asker::of(&state, client, &id).await {
        Ok(asker) => asker,
        Err(refusal) => return refusal,
    };
    let caller = Caller::of(TRANSPORT, asker.payer, id, &head.headers);
    match read(&state, &caller.payer, &head.headers, body).await {
        Ok(body) => respond(&state, &caller, &head.headers, Params::from_json(&body)),
        Err(response) => response,
    }
}

fn respond(
    state: &SharedState,
    caller: &Arc<Caller>,
    headers: &HeaderMap,
    params: Result<Params, String>,
) -> Response {
    if !takes_events(headers) {
        let message = "the answer is `text/event-stream`, and `Accept` has it not; without events ask `graphql`";
        return error(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message);
    }
    let Some(place) = state.slots.take() else {
        return too_many_streams();
    };
    let responses = match responses(state, caller, params) {
        Ok(responses) => responses,
        Err(refused) => {
            let is_malformed = refused.is_malformed();
            let response = GraphqlResponse::refused(refused, caller.id.as_str());
            if is_malformed {
                let headers = [(header::CACHE_CONTROL, "no-store")];
                let response = response.http(MediaType::Json, RequestReport::default());
                return (headers, response).into_response();
            }
            stream::iter([response]).boxed()
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
