//! What is private in a request: who asks, and what is loaded for them alone.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::error;
use super::graphql::GraphqlRequest;
use super::state::SharedState;
use crate::execute::LoadedFields;
use crate::office::{OfficeRequest, Viewer};
use crate::request::Operation;

/// What a request is to send that may be answered to some alone.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer");

impl GraphqlRequest<'_> {
    /// Who sends a header `Authorization`, or the refusal.
    pub(super) async fn authenticate(
        &self,
        state: &SharedState,
        header: &HeaderValue,
    ) -> Result<Viewer, Response> {
        let text = header.to_str().unwrap_or_default();
        state.office.authenticate(text).await.map_err(|error| {
            let challenge = [(header::WWW_AUTHENTICATE, CHALLENGE)];
            let refusal = error::refusal(error, self.id);
            (challenge, self.formed(refusal)).into_response()
        })
    }

    /// What is loaded before the answer is made.
    pub(super) async fn load(
        &self,
        state: &SharedState,
        operation: &Operation,
        viewer: Option<Viewer>,
    ) -> Arc<LoadedFields> {
        if !operation.is_loaded() || self.view.is_some() || self.way.is_link() {
            return Arc::default();
        }
        let request = OfficeRequest {
            office: Arc::clone(&state.office),
            viewer,
            id: self.id.as_str().unwrap_or_default().into(),
        };
        let loading = Box::pin(operation.load(Arc::new(request)));
        Arc::new(loading.await)
    }
}
