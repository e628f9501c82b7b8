//! What is private in a request: who asks, and what is loaded for them alone.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::error;
use super::graphql::GraphqlRequest;
use super::state::SharedState;
use crate::error::{Error, ErrorCode};
use crate::execute::LoadedFields;
use crate::office::{self, OfficeRequest, Viewer};
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
            let challenge = challenge(text, &error);
            let mut refusal = self.formed(error::refusal(error, self.id));
            if let Some(challenge) = challenge {
                let headers = refusal.headers_mut();
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            refusal
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

/// What is said of a header `Authorization` that is not taken: what was sent, if it was a key or a token, is none (RFC 6750, 3).
fn challenge(authorization: &str, error: &Error) -> Option<HeaderValue> {
    if error.code != ErrorCode::Unauthenticated {
        return None;
    }
    if office::bearer(authorization).is_none() {
        return Some(CHALLENGE);
    }
    let is_told = |letter: &char| matches!(letter, ' '..='~') && !['"', '\\'].contains(letter);
    let description: String = error.message.chars().filter(is_told).collect();
    let told = format!("Bearer error=\"invalid_token\", error_description=\"{description}\"");
    Some(HeaderValue::from_str(&told).unwrap_or(CHALLENGE))
}
