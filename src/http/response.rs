//! A GraphQL response: what an operation brought, as JSON.

use std::time::Duration;

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use super::negotiate::Form;
use super::report::RequestReport;
use super::state::State;
use crate::error::{Error, ErrorCode};
use crate::graph::Scope;
use crate::request::{Bounds, Operation, Refused};

/// A response.
#[derive(Debug)]
pub(super) struct Response {
    errors: Vec<Error>,
    /// The response up to its data, as JSON; nothing when the request was not executed.
    begun: Option<Vec<u8>>,
    cost: Option<Cost>,
    is_malformed: bool,
}

/// What an operation may have cost at most, and what one may cost, in points.
#[derive(Clone, Copy, Debug, Serialize)]
struct Cost {
    requested: u64,
    limit: u64,
}

/// What a response has besides errors and data.
#[derive(Debug, Serialize)]
struct Extensions {
    cost: Cost,
}

impl Response {
    /// The response to an operation, from what a request sees; or why it was not finished.
    pub(super) async fn to(
        state: &State,
        scope: &Scope,
        operation: &Operation,
        request_id: Option<&str>,
    ) -> Result<Self, Refused> {
        let bounds = Bounds {
            time: Duration::from_secs(state.edge.request_timeout.into()),
            bytes: (state.edge.max_response as usize) << 20,
        };
        let executed = operation.execute(scope, bounds).await;
        let answer = executed.map_err(|error| Refused(vec![logged(error, request_id)]))?;
        let errors = answer.errors.into_iter();
        Ok(Self {
            errors: errors.map(|error| logged(error, request_id)).collect(),
            begun: Some(answer.json),
            cost: Some(Cost {
                requested: operation.cost,
                limit: operation.limit,
            }),
            is_malformed: false,
        })
    }

    /// Whether nothing failed.
    pub(super) const fn is_whole(&self) -> bool {
        self.errors.is_empty()
    }

    /// The codes of its errors.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        codes(&self.errors)
    }

    /// The response to a request that is not executed.
    pub(super) fn refused(refused: Refused) -> Self {
        Self {
            is_malformed: refused.is_malformed(),
            errors: refused.0,
            begun: None,
            cost: None,
        }
    }

    /// The same over HTTP.
    pub(super) fn http(self, form: Form) -> axum::response::Response {
        let is_refused = self.begun.is_none() && form == Form::Graphql;
        let status = if self.is_malformed || is_refused {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        };
        let report = RequestReport {
            codes: self.codes(),
            ..RequestReport::default()
        };
        let headers = [(header::CONTENT_TYPE, form.header())];
        (status, headers, Extension(report), self.json()).into_response()
    }

    /// As JSON, as text.
    pub(super) fn text(self) -> String {
        String::from_utf8(self.json()).unwrap_or_default()
    }

    /// As JSON: errors first, so that none is overlooked.
    pub(super) fn json(self) -> Vec<u8> {
        // An answer is long: it stays where it is written.
        let mut json = self.begun.unwrap_or_else(|| b"{".to_vec());
        if !self.errors.is_empty() {
            let mut errors = b"\"errors\":".to_vec();
            // Writing to memory does not fail, and errors have nothing that is no JSON.
            let _ = serde_json::to_writer(&mut errors, &self.errors);
            errors.push(b',');
            json.splice(1..1, errors);
        }
        if let Some(cost) = self.cost {
            json.extend_from_slice(b"\"extensions\":");
            let _ = serde_json::to_writer(&mut json, &Extensions { cost });
            json.push(b',');
        }
        if let Some(last) = json.last_mut().filter(|last| **last == b',') {
            *last = b'}';
        }
        json
    }
}

/// An error as the client is told it: of a fault of the server the log has the cause, and the client the
/// id of its request to find it by.
fn logged(mut error: Error, request_id: Option<&str>) -> Error {
    if let Some(cause) = error.take_cause() {
        let path = serde_json::to_string(&error.path).unwrap_or_default();
        tracing::error!(request_id, cause, path, "internal error");
        if let Some(id) = request_id {
            error.set("requestId", id.into());
        }
    }
    error
}

/// The codes of errors.
pub(super) fn codes(errors: &[Error]) -> Vec<&'static str> {
    let mut codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
    codes.dedup();
    codes
}

impl Form {
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.content_type())
    }
}

/// The status of an operation that was not finished.
pub(super) fn unfinished(refused: &Refused) -> StatusCode {
    match refused.0.first().map(|error| error.code) {
        Some(ErrorCode::Timeout) => StatusCode::SERVICE_UNAVAILABLE,
        Some(ErrorCode::InternalServerError) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::OK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_error_is_told_by_the_id_of_its_request_alone() {
        let error = logged(Error::internal("SELECT 1"), Some("an-id"));
        assert_eq!(error.detail("requestId"), Some(&"an-id".into()));
        let told = serde_json::to_string(&error).expect("JSON");
        assert!(!told.contains("SELECT"), "{told}");
        let error = logged(Error::bad_input("first", "takes a number"), Some("an-id"));
        assert_eq!(error.detail("requestId"), None);
    }
}
