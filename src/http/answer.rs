//! An answer: what an operation brought, as JSON.

use std::time::Duration;

use async_graphql::futures_util::StreamExt;
use async_graphql::{ServerError, Value};
use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::time::timeout;

use super::Served;
use super::negotiate::Form;
use super::streams::Answers;
use super::told::Told;
use crate::front::{Operation, Refused};
use crate::graph::View;
use crate::graphql::ErrorCode;

/// An answer, in the order in which its parts are told.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    /// Nothing when the request was not executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
    #[serde(skip)]
    is_malformed: bool,
}

#[derive(Debug, Serialize)]
struct Extensions {
    cost: Cost,
}

/// What an operation may have cost at most, and what one may cost, in points.
#[derive(Clone, Copy, Debug, Serialize)]
struct Cost {
    requested: u64,
    limit: u64,
}

impl Answer {
    /// The answer to an operation, from one version of the graph; or that it was not made in time.
    pub(super) async fn to(
        served: &Served,
        view: View,
        operation: Operation,
    ) -> Result<Self, Refused> {
        let cost = Cost {
            requested: operation.cost,
            limit: operation.limit,
        };
        let patience = Duration::from_secs(served.edge.request_timeout.into());
        let executed = served.schema.execute(operation.request.data(view));
        let response = timeout(patience, executed).await.map_err(|_elapsed| {
            let seconds = patience.as_secs();
            let message =
                format!("the answer was not made within {seconds} seconds; ask for less at once");
            Refused::because(ErrorCode::Timeout, message)
        })?;
        Ok(Self::of(response, cost))
    }

    /// The answers to an operation, one for each of its events.
    pub(super) fn each(served: &Served, operation: Operation) -> Answers {
        let cost = Cost {
            requested: operation.cost,
            limit: operation.limit,
        };
        let request = operation.request.data(served.graph.clone());
        let responses = served.schema.execute_stream(request);
        responses
            .map(move |response| Self::of(response, cost))
            .boxed()
    }

    fn of(response: async_graphql::Response, cost: Cost) -> Self {
        let mut errors = response.errors;
        for error in &mut errors {
            // What the engine finds itself when it reads a field's arguments.
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                ErrorCode::BadUserInput.set(extensions);
            }
        }
        Self {
            errors,
            data: Some(response.data),
            extensions: Some(Extensions { cost }),
            is_malformed: false,
        }
    }

    /// Whether nothing failed.
    pub(super) const fn is_whole(&self) -> bool {
        self.errors.is_empty()
    }

    /// The codes of its errors.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        codes(&self.errors)
    }

    /// The answer to a request that is not executed.
    pub(super) fn refused(refused: Refused) -> Self {
        Self {
            is_malformed: refused.is_malformed(),
            errors: refused.0,
            data: None,
            extensions: None,
        }
    }

    pub(super) fn response(&self, form: Form) -> Response {
        let is_refused = self.data.is_none() && form == Form::Graphql;
        let status = if self.is_malformed || is_refused {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        };
        let told = Told {
            codes: self.codes(),
            ..Told::default()
        };
        let headers = [(header::CONTENT_TYPE, form.header())];
        (status, headers, Extension(told), self.text()).into_response()
    }

    /// As JSON.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|cause| {
            tracing::error!(%cause, "an answer cannot be written as JSON");
            r#"{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#.to_owned()
        })
    }
}

/// The codes of errors.
pub(super) fn codes(errors: &[ServerError]) -> Vec<&'static str> {
    let code = |error: &ServerError| {
        let told = error.extensions.as_ref()?.get("code")?;
        let mut codes = ErrorCode::ALL.into_iter().map(ErrorCode::as_str);
        codes.find(|code| *told == Value::from(*code))
    };
    let mut codes: Vec<_> = errors.iter().filter_map(code).collect();
    codes.dedup();
    codes
}

impl Form {
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.content_type())
    }
}
