//! `GET` and `POST /graphql`.

use axum::body::Body;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::negotiate::{Form, is_json};
use super::params::Params;
use super::{Served, error};
use crate::graphql::ErrorCode;

/// Answers a query in an address. A mutation is not executed: an address may be followed by anyone.
pub(super) async fn get(
    State(served): State<Served>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(form) = Form::of(&headers) else {
        return not_acceptable();
    };
    let params = match Params::from_address(&query.unwrap_or_default()) {
        Ok(params) => params,
        Err(message) => return bad_request(form, &message),
    };
    respond(&served, form, &params, Method::Get).await
}

/// Answers an operation in a JSON body.
pub(super) async fn post(
    State(served): State<Served>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(form) = Form::of(&headers) else {
        return not_acceptable();
    };
    if !is_json(&headers) {
        let message = "the content type is to be `application/json`, in UTF-8";
        return error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::BadRequest,
            message,
        );
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            let status = rejection.status();
            let message = format!("the body cannot be read: {}", rejection.body_text());
            return error(status, ErrorCode::BadRequest, &message);
        }
    };
    let params = match Params::from_json(&body) {
        Ok(params) => params,
        Err(message) => return bad_request(form, &message),
    };
    respond(&served, form, &params, Method::Post).await
}

/// The method of a request, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

async fn respond(served: &Served, form: Form, params: &Params, method: Method) -> Response {
    let Some(text) = &params.query else {
        return bad_request(form, "`query` is missing: it is the document, as a text");
    };
    let operation = served.front.document(text).and_then(|document| {
        served.front.operation(
            &document,
            params.operation_name.as_deref(),
            &params.variables,
        )
    });
    let operation = match operation {
        Ok(operation) => operation,
        Err(refused) => return Answer::refused(refused).response(form),
    };
    if operation.is_subscription() {
        let message = "a subscription is answered over a WebSocket (graphql-transport-ws) or at /graphql/stream";
        return error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
    }
    if method == Method::Get && !operation.is_query() {
        let message = "a GET answers queries; a mutation is to be sent by POST";
        let refused = error(
            StatusCode::METHOD_NOT_ALLOWED,
            ErrorCode::BadRequest,
            message,
        );
        return ([(header::ALLOW, "POST")], refused).into_response();
    }
    Answer::to(served, operation).await.response(form)
}

fn bad_request(form: Form, message: &str) -> Response {
    let mut response = error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, form.header());
    response
}

fn not_acceptable() -> Response<Body> {
    let message = "the answer is `application/graphql-response+json` or `application/json`, and `Accept` has neither";
    error(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message)
}
