//! What is private in a request: what is loaded for who asks alone.

use std::sync::Arc;

use super::graphql::GraphqlRequest;
use super::state::SharedState;
use crate::execute::LoadedFields;
use crate::office::{Budget, OfficeRequest};
use crate::request::Operation;

impl GraphqlRequest<'_> {
    /// What is loaded before the answer is made, for who has this left of a budget.
    pub(super) async fn load(
        &self,
        state: &SharedState,
        operation: &Operation,
        budget: Option<Budget>,
    ) -> Arc<LoadedFields> {
        if !operation.is_loaded()
            || self.view.is_some_and(|view| !view.page.is_private())
            || self.way.is_link()
        {
            return Arc::default();
        }
        let request = OfficeRequest {
            office: Arc::clone(&state.office),
            viewer: self.asker.viewer.clone(),
            id: self.id.as_str().unwrap_or_default().into(),
            budget,
        };
        let loading = Box::pin(operation.load(Arc::new(request)));
        Arc::new(loading.await)
    }
}
