//! An answer: what an operation brought, as JSON.

use async_graphql::{ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use serde::Serialize;

use super::Served;
use super::negotiate::Form;
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
}

#[derive(Debug, Serialize)]
struct Extensions {
    cost: Cost,
}

/// What an operation may have cost at most, and what one may cost, in points.
#[derive(Debug, Serialize)]
struct Cost {
    requested: u64,
    limit: u64,
}

impl Answer {
    /// The answer to an operation, from one version of the graph.
    pub(super) async fn to(served: &Served, operation: Operation) -> Self {
        let view = View {
            snapshot: served.graph.snapshot(),
            today: Utc::now().date_naive(),
        };
        let cost = Cost {
            requested: operation.cost,
            limit: operation.limit,
        };
        let response = served.schema.execute(operation.request.data(view)).await;
        Self::of(response, cost)
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
        }
    }

    /// The answer to a request that is not executed.
    pub(super) fn refused(refused: Refused) -> Self {
        Self {
            errors: refused.0,
            data: None,
            extensions: None,
        }
    }

    pub(super) fn response(&self, form: Form) -> Response {
        let status = match (&self.data, form) {
            (None, Form::Graphql) => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        match serde_json::to_vec(self) {
            Ok(body) => (status, [(header::CONTENT_TYPE, form.header())], body).into_response(),
            Err(cause) => {
                tracing::error!(%cause, "an answer cannot be written as JSON");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

impl Form {
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.content_type())
    }
}
