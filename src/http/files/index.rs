//! The list of named data sets.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::super::state::SharedState;
use super::about;
use crate::files::{Format, Layout};
use crate::request::Variable;

/// The named data sets, with their parameters and columns, as JSON.
pub(in crate::http) async fn index(State(state): State<SharedState>) -> Response {
    let scope = state.graph.scope();
    let sets = state.named.iter().map(|named| {
        let formats = Format::ALL.iter().filter(|format| format.is_built());
        let files: serde_json::Map<String, Value> = formats
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
            "metadata": format!("{}{}", named.name, super::METADATA),
            "parameters": named.variables.iter().map(parameter).collect::<Value>(),
            "columns": Layout::new(&[], &named.columns, about(&scope, "", "")).map(|layout| layout.columns_json()).unwrap_or_default(),
        })
    });
    let version = scope.snapshot.version().number;
    let told = json!({ "version": version, "datasets": sets.collect::<Value>() });
    ([(header::CACHE_CONTROL, "no-cache")], Json(told)).into_response()
}

fn parameter(of: &Variable) -> Value {
    json!({ "name": of.name, "type": of.ty, "default": of.default })
}
