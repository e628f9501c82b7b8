//! The sources of what is in the GraphQL response to an operation, as a file.

use std::sync::Arc;

use axum::Extension;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::super::attachment::attachment;
use super::super::budget::CACHED_COST;
use super::super::cache::{Basis, cacheable, names, not_modified, tag};
use super::super::encode::Encoding;
use super::super::negotiate::MediaType;
use super::super::params::Params;
use super::super::report::{CacheStatus, RequestReport};
use super::super::response::Response as GraphqlResponse;
use super::super::security::secure;
use super::super::way::{FOR_GOOD, Way};
use super::caller::Caller;
use super::headers::{VERSION, tell};
use super::params::FileParams;
use super::question::called;
use crate::bibliography::Style;
use crate::graph::Scope;
use crate::request::{Document, Operation};

/// The response with the bibliography.
pub(super) async fn sources(
    caller: Caller<'_>,
    params: &FileParams,
    scope: &Scope,
    document: &Arc<Document>,
    asked: &Params,
    operation: Operation,
) -> Result<Response, Response> {
    let style = params.cite.unwrap_or(Style::Csl);
    let edge = &caller.state.edge;
    let basis = Basis::of(&operation, scope);
    let text = format!("{}\n{}", style.name(), document.text);
    let tag = tag(
        basis,
        edge,
        scope,
        (MediaType::Json, Way::Link),
        (&text, &[]),
        asked,
    );
    let mut report = RequestReport::of(document, &operation, false);
    let request = &caller.head.headers;
    let mut headers = cacheable(edge, tag.clone());
    if params.version.is_some() {
        headers.insert(header::CACHE_CONTROL, FOR_GOOD);
    }
    if names(Some(request), &tag) {
        let left = caller.charge(CACHED_COST.into())?;
        report.from = CacheStatus::NotModified;
        let mut response = (Extension(report), not_modified(&headers)).into_response();
        left.add_to(response.headers_mut());
        return Ok(response);
    }
    let left = caller.charge(operation.cost)?;
    let answered = GraphqlResponse::to(
        &caller.state.edge,
        (scope, &Arc::default()),
        &operation,
        caller.id.as_str(),
    )
    .await;
    let answered = answered.map_err(|refused| match refused.0.first() {
        Some(error) => caller.refusal(error),
        None => caller.refused(&refused),
    })?;
    let sources = answered.into_sources();
    let sources = sources.map_err(|error| caller.refusal(&error))?;
    let name = format!("{}.{}", called(&operation), style.extension());
    attachment(&mut headers, &name, style.media_type());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("none"));
    headers.insert(VERSION, scope.snapshot.version().number.into());
    tell(&mut headers, None, operation.cost);
    secure(&mut headers);
    let text = sources.written(style).into_bytes();
    let (body, encoding) = Encoding::of(request).encode_apart(text).await;
    if let Some(encoding) = encoding.header() {
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    let mut response = (headers, Extension(report), body).into_response();
    left.add_to(response.headers_mut());
    Ok(response)
}
