//! `GET` and `POST /graphql`.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use async_graphql::futures_util::poll;
use async_graphql_axum::GraphQLProtocol;
use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use super::body::{HttpResponse, from_route, to_route};
use super::error::{error, too_many_streams};
use super::graphql::GraphqlRequest;
use super::negotiate::{MediaType, is_json};
use super::peer::Peer;
use super::request_id::RequestId;
use super::socket;
use super::state::SharedState;
use super::streams::Caller;
use crate::error::ErrorCode;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1 << 20;

/// Executes a query from the query string, or upgrades to a WebSocket. A mutation is not executed:
/// anyone may follow a link.
pub(super) async fn get(
    State(state): State<SharedState>,
    Extension(peer): Extension<Peer>,
    Extension(id): Extension<RequestId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    protocol: Result<GraphQLProtocol, StatusCode>,
    request: Request,
) -> Response {
    match upgrade {
        Ok(upgrade) => {
            let caller = Caller::of(&state, "websocket", peer, id.clone(), request.headers());
            return open_socket(state, caller, &request, upgrade, protocol.is_ok());
        }
        Err(rejection) if request.headers().contains_key(header::UPGRADE) => {
            return error(
                rejection.status(),
                ErrorCode::BadRequest,
                &rejection.body_text(),
            );
        }
        Err(_no_upgrade) => {}
    }
    let (head, _no_body) = request.into_parts();
    to_route(answer_get(&state, peer, &id, &head).await)
}

/// Executes an operation from a JSON body.
pub(super) async fn post(
    State(state): State<SharedState>,
    Extension(peer): Extension<Peer>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    to_route(answer_post(&state, peer, &id, &head, body).await)
}

pub(super) async fn answer_get(
    state: &SharedState,
    peer: Peer,
    id: &RequestId,
    head: &Parts,
) -> HttpResponse {
    let Some(media_type) = MediaType::of(&head.headers) else {
        return from_route(not_acceptable());
    };
    let asked = GraphqlRequest {
        is_get: true,
        media_type,
        peer,
        head,
        id,
        bytes: head.uri.query().unwrap_or_default().as_bytes(),
    };
    asked.answer(state).await
}

pub(super) async fn answer_post<B>(
    state: &SharedState,
    peer: Peer,
    id: &RequestId,
    head: &Parts,
    body: B,
) -> HttpResponse
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let Some(media_type) = MediaType::of(&head.headers) else {
        return from_route(not_acceptable());
    };
    match read(state, &head.headers, body).await {
        Ok(body) => {
            let asked = GraphqlRequest {
                is_get: false,
                media_type,
                peer,
                head,
                id,
                bytes: &body,
            };
            asked.answer(state).await
        }
        Err(response) => from_route(response),
    }
}

/// The JSON body of a request.
pub(super) async fn read<B>(
    state: &SharedState,
    headers: &HeaderMap,
    body: B,
) -> Result<Bytes, Response>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    if !is_json(headers) {
        let message = "the content type is to be `application/json`, in UTF-8";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(error(status, ErrorCode::BadRequest, message));
    }
    let limit = Duration::from_secs(state.edge.body_timeout.into());
    let mut collected = pin!(Limited::new(body, MAX_BODY).collect());
    // Most bodies arrive with their heads: then no timer is set.
    let read = match poll!(&mut collected) {
        Poll::Ready(read) => Ok(read),
        Poll::Pending => timeout(limit, collected).await,
    };
    let close = |status: StatusCode, code: ErrorCode, message: &str| {
        let mut refusal = error(status, code, message);
        let headers = refusal.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        refusal
    };
    match read {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => {
            let message = format!("the body has more than {MAX_BODY} bytes");
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            Err(close(status, ErrorCode::LimitExceeded, &message))
        }
        Ok(Err(cause)) => {
            let message = format!("the body cannot be read: {cause}");
            Err(close(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                &message,
            ))
        }
        Err(_elapsed) => {
            let message = format!("the body did not come within {} seconds", limit.as_secs());
            Err(close(
                StatusCode::REQUEST_TIMEOUT,
                ErrorCode::BadRequest,
                &message,
            ))
        }
    }
}

/// Upgrades a connection to a WebSocket.
fn open_socket(
    state: SharedState,
    caller: Arc<Caller>,
    request: &Request,
    upgrade: WebSocketUpgrade,
    has_protocol: bool,
) -> Response {
    if !has_protocol {
        let message = "`Sec-WebSocket-Protocol` is to have `graphql-transport-ws`";
        return error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
    }
    let headers = request.headers();
    let origin = headers
        .get(header::ORIGIN)
        .map(|origin| origin.to_str().unwrap_or_default());
    if !origin.is_none_or(|origin| state.edge.takes_origin(origin)) {
        let message = "pages of this origin may not open a socket here";
        return error(StatusCode::FORBIDDEN, ErrorCode::BadRequest, message);
    }
    let Some(place) = state.slots.take() else {
        return too_many_streams();
    };
    upgrade
        .protocols([socket::PROTOCOL])
        .max_message_size(MAX_BODY)
        .max_frame_size(MAX_BODY)
        .on_upgrade(async move |socket| {
            socket::serve(socket, state, caller).await;
            drop(place);
        })
}

fn not_acceptable() -> Response {
    let message = "the answer is `application/graphql-response+json` or `application/json`, and `Accept` has neither";
    error(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message)
}
