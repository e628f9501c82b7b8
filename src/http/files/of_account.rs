//! The list of the questions that an account saved and made public.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::super::budget::REFUSED_COST;
use super::caller::Caller;
use crate::files::Listing;

/// They are told as the server's own data sets are. Those that the schema does not take any more are left out.
pub(super) async fn list(caller: Caller<'_>, account: &str) -> Result<Response, Response> {
    let state = caller.state;
    let left = caller.charge(REFUSED_COST.into())?;
    let public = Box::pin(state.office.public_questions(account)).await;
    let public = public.map_err(|error| caller.refusal(&error))?;
    let sets = public.iter().filter_map(|question| {
        let named = state.saved.get(question).ok()?;
        Some(Listing::of(&named))
    });
    let sets: Vec<_> = sets.collect();
    let version = state.graph.scope().snapshot.version().number;
    let told = json!({ "version": version, "account": account, "datasets": sets });
    let headers = [(header::CACHE_CONTROL, "no-cache")];
    let mut response = (headers, Json(told)).into_response();
    left.add_to(response.headers_mut());
    Ok(response)
}
