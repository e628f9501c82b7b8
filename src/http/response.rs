//! A GraphQL response, as JSON.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use super::error::logged;
use super::negotiate::MediaType;
use super::report::RequestReport;
use crate::bibliography::{Item, Sources};
use crate::config::Edge;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::execute::{LoadedFields, data};
use crate::graph::Scope;
use crate::request::{Bounds, Operation, Refused};

/// A response.
#[derive(Clone, Debug)]
pub(super) struct Response {
    errors: Vec<Error>,
    /// The response up to its data, as JSON; none when the request was not executed.
    begun: Option<Vec<u8>>,
    cost: Option<Cost>,
    /// The sources of the facts in it, where they are asked for.
    sources: Option<Sources>,
    /// The work that it took, in points.
    work: u64,
    is_malformed: bool,
}

/// The upper bound of an operation's cost, and the limit, in points.
#[derive(Clone, Copy, Debug, Serialize)]
struct Cost {
    requested: u64,
    limit: u64,
}

/// What a response has besides errors and data.
#[derive(Debug, Serialize)]
struct Extensions<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Cost>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citations: Option<Vec<Item<'r>>>,
}

impl Response {
    /// Executes an operation in a request's scope, with what was loaded for it: the response, or why it was not finished.
    pub(super) async fn to(
        edge: &Edge,
        (scope, loaded): (&Scope, &Arc<LoadedFields>),
        operation: &Operation,
        request_id: Option<&str>,
    ) -> Result<Self, Refused> {
        let bounds = Bounds {
            time: Duration::from_secs(edge.request_timeout.into()),
            bytes: (edge.max_response as usize) << 20,
        };
        let executed = operation.execute_with(scope, loaded, bounds).await;
        let answer = executed.map_err(|error| Refused(vec![logged(error, request_id)]))?;
        let errors = answer.errors.into_iter();
        Ok(Self {
            errors: errors.map(|error| logged(error, request_id)).collect(),
            begun: Some(answer.json),
            cost: Some(Cost {
                requested: operation.cost,
                limit: operation.limit,
            }),
            sources: answer.sources,
            work: answer.work,
            is_malformed: false,
        })
    }

    /// The same without what it cost, which is told in a header.
    pub(super) fn without_cost(self) -> Self {
        Self { cost: None, ..self }
    }

    /// Its data, as JSON.
    pub(super) fn data(&self) -> &[u8] {
        self.begun.as_deref().map_or(&[], data)
    }

    /// Its first error, or the sources of the facts in it.
    pub(super) fn into_sources(self) -> Result<Sources, Error> {
        match self.errors.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(self.sources.unwrap_or_default()),
        }
    }

    /// Its first error, or its data as JSON, and the sources of the facts in it.
    pub(super) fn into_data(self) -> Result<(Vec<u8>, Sources), Error> {
        match (self.errors.into_iter().next(), self.begun) {
            (Some(error), _) => Err(error),
            (None, Some(begun)) => Ok((data(&begun).to_vec(), self.sources.unwrap_or_default())),
            (None, None) => Err(Error::internal("a response that was not begun")),
        }
    }

    /// The work that it took, in points.
    pub(super) const fn work(&self) -> u64 {
        self.work
    }

    /// Whether it has no errors.
    pub(super) const fn is_whole(&self) -> bool {
        self.errors.is_empty()
    }

    /// The codes of its errors.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        codes(&self.errors)
    }

    /// The response to a request that is not executed.
    pub(super) fn refused(refused: Refused, request_id: Option<&str>) -> Self {
        let is_malformed = refused.is_malformed();
        let errors = refused.0.into_iter();
        Self {
            is_malformed,
            errors: errors.map(|error| logged(error, request_id)).collect(),
            begun: None,
            cost: None,
            sources: None,
            work: 0,
        }
    }

    /// The response over HTTP, with the report of its request.
    pub(super) fn http(
        self,
        media_type: MediaType,
        report: RequestReport,
    ) -> axum::response::Response {
        let is_refused = self.begun.is_none() && media_type == MediaType::Graphql;
        let first = self.errors.first().map(|error| error.code);
        let status = match first {
            Some(ErrorCode::Timeout) => StatusCode::SERVICE_UNAVAILABLE,
            Some(code) if code.kind() == ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ if self.is_malformed || is_refused => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        let report = RequestReport {
            codes: self.codes(),
            ..report
        };
        let headers = [(header::CONTENT_TYPE, media_type.header())];
        (status, headers, Extension(report), self.json()).into_response()
    }

    /// As JSON text.
    pub(super) fn text(self) -> String {
        String::from_utf8(self.json()).unwrap_or_default()
    }

    /// As JSON: errors first, so that none is overlooked.
    pub(super) fn json(self) -> Vec<u8> {
        // A response is long: it stays where it was written.
        let mut json = self.begun.unwrap_or_else(|| b"{".to_vec());
        if !self.errors.is_empty() {
            let mut errors = b"\"errors\":".to_vec();
            // Writing to memory does not fail, and errors always serialize to JSON.
            let _ = serde_json::to_writer(&mut errors, &self.errors);
            errors.push(b',');
            json.splice(1..1, errors);
        }
        if self.cost.is_some() || self.sources.is_some() {
            let sources = self.sources.as_ref();
            let extensions = Extensions {
                cost: self.cost,
                citations: sources.map(|sources| sources.items().collect()),
            };
            json.extend_from_slice(b"\"extensions\":");
            let _ = serde_json::to_writer(&mut json, &extensions);
            json.push(b',');
        }
        if let Some(last) = json.last_mut().filter(|last| **last == b',') {
            *last = b'}';
        }
        json
    }
}

/// The codes of errors, each once.
pub(super) fn codes(errors: &[Error]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for error in errors {
        let code = error.code.as_str();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

impl MediaType {
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.content_type())
    }
}
