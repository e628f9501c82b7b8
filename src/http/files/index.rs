//! The lists of data sets: the server's, and the public ones of an account.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use super::super::budget::REFUSED_COST;
use super::super::state::SharedState;
use super::about::{METADATA, about};
use super::caller::Caller;
use crate::files::{Format, Layout, Named};
use crate::graph::Scope;
use crate::request::Variable;

/// The named data sets, with their parameters and columns, as JSON.
pub(in crate::http) async fn index(State(state): State<SharedState>) -> Response {
    let scope = state.graph.scope();
    let sets = state.named.iter().map(|named| told(&scope, named));
    let version = scope.snapshot.version().number;
    let told = json!({ "version": version, "datasets": sets.collect::<Value>() });
    ([(header::CACHE_CONTROL, "no-cache")], Json(told)).into_response()
}

/// The questions that an account saved and made public, alike. Those that the schema does not take any more are left out.
pub(super) async fn of_account(caller: Caller<'_>, account: &str) -> Result<Response, Response> {
    let state = caller.state;
    let left = caller.charge(REFUSED_COST.into())?;
    let public = Box::pin(state.office.public_questions(account)).await;
    let public = public.map_err(|error| caller.refusal(&error))?;
    let scope = state.graph.scope();
    let sets = public.iter().filter_map(|question| {
        let named = state.saved.get(question).ok()?;
        Some(told(&scope, &named))
    });
    let version = scope.snapshot.version().number;
    let told =
        json!({ "version": version, "account": account, "datasets": sets.collect::<Value>() });
    let headers = [(header::CACHE_CONTROL, "no-cache")];
    let mut response = (headers, Json(told)).into_response();
    left.add_to(response.headers_mut());
    Ok(response)
}

/// A data set; its files are told from where the list is.
fn told(scope: &Scope, named: &Named) -> Value {
    let formats = Format::ALL.iter().filter(|format| format.is_built());
    let files: Map<String, Value> = formats
        .map(|format| {
            let extension = format.extension();
            (
                extension.to_owned(),
                format!("{}.{extension}", named.name).into(),
            )
        })
        .collect();
    json!({
        "name": named.name,
        "title": named.title,
        "description": named.description,
        "files": files,
        "metadata": format!("{}{}", named.name, METADATA),
        "parameters": named.variables.iter().map(parameter).collect::<Value>(),
        "columns": Layout::new(&[], &named.columns, about(scope, "", "")).map(|layout| layout.columns_json()).unwrap_or_default(),
    })
}

fn parameter(of: &Variable) -> Value {
    json!({ "name": of.name, "type": of.ty, "default": of.default })
}
