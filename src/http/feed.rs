//! `/changes.atom`: a feed of the versions.

use std::time::Duration;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use tokio::time::timeout;

use super::asker::Asker;
use super::budget::CACHED_COST;
use super::connection::Connection;
use super::error::{error, internal, later};
use super::feed_params::FeedParams;
use super::feeds::Missing;
use super::request_id::RequestId;
use super::state::SharedState;
use crate::error::ErrorCode;

/// A page of the feed.
pub(super) async fn get(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let params = match FeedParams::from_address(uri.query().unwrap_or_default()) {
        Ok(params) => params,
        Err(wrong) => return error(StatusCode::BAD_REQUEST, ErrorCode::BadUserInput, &wrong),
    };
    let charged = async {
        let asker = Asker::of(&state, (connection.peer(), &headers), &id).await?;
        state.charge(&asker.payer, CACHED_COST.into())
    };
    let left = match charged.await {
        Ok(left) => left,
        Err(refusal) => return refusal,
    };
    let wait = Duration::from_secs(state.edge.request_timeout.into());
    let page = state.feeds.page(state.graph.snapshot().version(), params);
    let mut answer = match timeout(wait, page).await {
        Ok(Ok(page)) => page.response(&headers),
        Ok(Err(Missing::Other)) => {
            let message = "the database is at another version than is served; ask again";
            later(ErrorCode::InternalServerError, message, None)
        }
        Ok(Err(Missing::Unread(cause))) => {
            let message = "the history cannot be read now; ask again";
            later(ErrorCode::InternalServerError, message, Some((&cause, &id)))
        }
        Ok(Err(Missing::Unwritten(cause))) => internal(&cause, &id),
        Err(_late) => later(
            ErrorCode::Timeout,
            "the history takes long to read; ask again",
            None,
        ),
    };
    left.add_to(answer.headers_mut());
    answer
}
