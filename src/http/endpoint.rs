//! `GET` and `POST /graphql`.

use std::sync::Arc;

use async_graphql_axum::GraphQLProtocol;
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Extension, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::asker::Asker;
use super::body::{HttpResponse, from_route, to_route};
use super::connection::Connection;
use super::error::{error, too_many_streams};
use super::graphql::{GraphqlRequest, formed};
use super::handshake::{Handshake, is_wanted};
use super::negotiate::MediaType;
use super::peer::Peer;
use super::request_body::read;
use super::request_id::RequestId;
use super::state::SharedState;
use super::streams::Caller;
use super::way::Way;
use super::{files, host, socket};
use crate::error::ErrorCode;

/// Executes a query from the query string, or upgrades to a WebSocket. A mutation is not executed:
/// anyone may follow a link.
pub(super) async fn get(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    protocol: Result<GraphQLProtocol, StatusCode>,
    request: Request,
) -> Response {
    if !is_wanted(&request) {
        let (head, _no_body) = request.into_parts();
        return to_route(answer_get(&state, connection.peer(), &id, &head).await);
    }
    open_socket(connection, id, request, protocol.is_ok()).await
}

/// Executes an operation from a JSON body.
pub(super) async fn post(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    to_route(answer_post(&state, connection.peer(), &id, &head, body).await)
}

pub(super) async fn answer_get(
    state: &SharedState,
    peer: Peer,
    id: &RequestId,
    head: &Parts,
) -> HttpResponse {
    if let Some(form) = files::wanted(head) {
        let file = files::of_operation((state, peer, id), head, form, None::<Body>);
        return from_route(Box::pin(file).await);
    }
    let Some(media_type) = MediaType::of(&head.headers) else {
        return from_route(not_acceptable());
    };
    let asker = match Asker::of(state, (peer, &head.headers), id).await {
        Ok(asker) => asker,
        Err(refusal) => return from_route(formed(media_type, refusal)),
    };
    let asked = GraphqlRequest {
        way: Way::Get,
        media_type,
        asker: &asker,
        head,
        id,
        bytes: head.uri.query().unwrap_or_default().as_bytes(),
        view: None,
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
    if let Some(form) = files::wanted(head) {
        let file = files::of_operation((state, peer, id), head, form, Some(body));
        return from_route(Box::pin(file).await);
    }
    let Some(media_type) = MediaType::of(&head.headers) else {
        return from_route(not_acceptable());
    };
    let asker = match Asker::of(state, (peer, &head.headers), id).await {
        Ok(asker) => asker,
        Err(refusal) => return from_route(formed(media_type, refusal)),
    };
    match read(state, &asker.payer, &head.headers, body).await {
        Ok(body) => {
            let asked = GraphqlRequest {
                way: Way::Post,
                media_type,
                asker: &asker,
                head,
                id,
                bytes: &body,
                view: None,
            };
            asked.answer(state).await
        }
        Err(response) => from_route(response),
    }
}

/// Upgrades a connection to a WebSocket. One for another protocol of GraphQL is told so there.
async fn open_socket(
    connection: Connection,
    id: RequestId,
    mut request: Request,
    is_of_graphql: bool,
) -> Response {
    let handshake = match Handshake::of(&mut request) {
        Ok(handshake) => handshake,
        Err(refusal) => return refusal,
    };
    if !handshake.has_protocol && !is_of_graphql {
        let message = "`Sec-WebSocket-Protocol` is to have `graphql-transport-ws`";
        return error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
    }
    let (state, headers) = (Arc::clone(connection.state()), request.headers());
    let origin = headers.get(header::ORIGIN);
    let origin = origin.map(|origin| origin.to_str().unwrap_or_default());
    let may_open = |origin| state.edge.origins.takes(origin) || host::is_own(headers, origin);
    if !origin.is_none_or(may_open) {
        let message = "pages of this origin may not open a socket here";
        return error(StatusCode::FORBIDDEN, ErrorCode::BadRequest, message);
    }
    let asker = match Asker::of(&state, (connection.peer(), headers), &id).await {
        Ok(asker) => asker,
        Err(refusal) => return refusal,
    };
    let Some(place) = state.slots.take() else {
        return too_many_streams();
    };
    let caller = Caller::of("websocket", asker.payer, id, headers);
    let has_protocol = handshake.has_protocol;
    let (response, opened) = handshake.accept();
    tokio::spawn(async move {
        if let Some(socket) = opened.await {
            socket::serve(socket, state, caller, has_protocol).await;
        }
        drop((place, connection));
    });
    response
}

/// That a client takes no form of an answer.
pub(super) fn not_acceptable() -> Response {
    let message = "the answer is `application/graphql-response+json` or `application/json`, or a file's media type (`text/csv` and others), and `Accept` has none";
    error(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message)
}
