//! `POST /graphql`.

use async_graphql::ServerError;
use async_graphql::parser::parse_query;
use async_graphql_axum::rejection::GraphQLRejection;
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use serde_json::json;

use super::guard::{MAX_NESTING, is_too_deep};
use super::{Served, error};
use crate::graph::View;
use crate::graphql::ErrorCode;

/// Answers one query from one version of the graph.
pub(super) async fn post(
    State(served): State<Served>,
    headers: HeaderMap,
    request: Result<GraphQLRequest, GraphQLRejection>,
) -> Response {
    let bad_request =
        |message: &str| error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
    if !is_json(&headers) {
        let message = "the content type is to be application/json";
        return error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::BadRequest,
            message,
        );
    }
    let mut request = match request {
        Ok(request) => request.into_inner(),
        Err(rejection) => {
            return bad_request(&format!("the body is no GraphQL request: {}", rejection.0));
        }
    };
    if is_too_deep(&request.query) {
        return bad_request(&format!(
            "the document nests brackets deeper than {MAX_NESTING}"
        ));
    }
    let parsed = match parse_query(&request.query) {
        Ok(parsed) => parsed,
        Err(cause) => {
            let mut error = ServerError::from(cause);
            ErrorCode::GraphqlParseFailed.set(error.extensions.get_or_insert_default());
            let errors = Json(json!({ "errors": [error] }));
            return (StatusCode::BAD_REQUEST, errors).into_response();
        }
    };
    request.set_parsed_query(parsed);
    let view = View {
        snapshot: served.graph.snapshot(),
        today: Utc::now().date_naive(),
    };
    let mut response = served.schema.execute(request.data(view)).await;
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            // What the engine finds before it executes has no path; what it finds when it reads a
            // field's arguments has the field's.
            let code = if error.path.is_empty() {
                ErrorCode::GraphqlValidationFailed
            } else {
                ErrorCode::BadUserInput
            };
            code.set(extensions);
        }
    }
    GraphQLResponse::from(response).into_response()
}

/// Whether the body says it is JSON. Others are refused: a page of another site can send them
/// without asking.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    let text = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
