//! Files: the answer to a question as rows and columns, whole and in a format of its own. docs/files.md tells the
//! rule.

mod error;
mod headers;
mod index;
mod make;
mod params;
mod question;
mod range;
mod seen;
mod stream;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::{BoxError, Json};
use hyper::body::Body as HttpBody;
use serde_json::{Map, Value};

use self::error::refusal;
pub(super) use self::index::index;
use self::make::File;
use self::params::{FileParams, pairs};
use self::question::Question;
use super::connection::Connection;
use super::list::elements;
use super::negotiate::MediaType;
use super::params::Params;
use super::peer::Peer;
use super::request_body::read;
use super::request_id::RequestId;
use super::state::{SharedState, State as HttpState};
use crate::error::{Error, ErrorCode, Result};
use crate::files::{About, Format, Named};
use crate::graph::Scope;
use crate::request::Refused;

/// How names of files end that tell of the columns of CSV.
const METADATA: &str = ".csv-metadata.json";

/// The format of a file that a request to the endpoint asks for; nothing where it asks for a GraphQL response.
pub(super) fn wanted(head: &Parts) -> Option<Format> {
    let query = head.uri.query().unwrap_or_default();
    let mut named = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("format="));
    if let Some(name) = named.next() {
        // What is no format is told when the parameters are read.
        return Format::of_extension(name)
            .or(Some(Format::Csv))
            .filter(|format| *format != Format::Json);
    }
    let accepted = elements(&head.headers, header::ACCEPT).filter_map(|range| {
        let media_type = range.value().split(';').next().unwrap_or_default().trim();
        let format = Format::of_media_type(media_type).filter(|format| *format != Format::Json)?;
        Some((range.quality(), format))
    });
    let (quality, format) = accepted.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    let is_best = MediaType::quality(&head.headers).is_none_or(|other| quality > other);
    (quality > 0.0 && is_best).then_some(format)
}

/// The file that a request to the endpoint asks for.
pub(super) async fn of_operation<B>(
    (state, peer, id): (&SharedState, Peer, &RequestId),
    head: &Parts,
    format: Format,
    body: Option<B>,
) -> Response
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let asked = async {
        let query = head.uri.query().unwrap_or_default();
        let told = |error: Error| refusal(&error, format, id);
        let mut pairs = pairs(query).map_err(told)?;
        let params = FileParams::take(&mut pairs).map_err(told)?;
        let asked = match body {
            None => Params::from_address(query),
            Some(body) => {
                let body = read(state, peer, &head.headers, body).await?;
                Params::from_json(&body)
            }
        };
        let refused = |refused: Refused| refused_as(refused, format, id);
        let malformed = |message: &str| refused(Refused::because(ErrorCode::BadRequest, message));
        let asked = asked.map_err(|message| malformed(&message))?;
        let scope = seen::scope(&state.graph, &params).map_err(told)?;
        let document = state.documents.find(asked.named()).map_err(refused)?;
        let operation = (asked.operation_name.as_deref(), &asked.variables);
        let operation = state
            .documents
            .table_operation(&document, operation, &scope);
        let operation = operation.map_err(refused)?;
        if !operation.is_query() {
            return Err(malformed("a file is the answer to a query"));
        }
        let options = crate::execute::TableOptions {
            rows: params.rows.as_deref(),
            join: params.join == Some(true),
            keep_empty: params.keep_empty,
        };
        let table = operation.table(&options).map_err(told)?;
        let name = operation.name.as_deref().unwrap_or("query").to_owned();
        let question = Question {
            text: Arc::clone(&document.text),
            variables: asked.variables,
            about: about(&scope, &name, ""),
            name,
            operation,
            table: Arc::new(table),
        };
        Ok((question, params, scope))
    };
    match asked.await {
        Ok((question, params, scope)) => {
            let file = File {
                state,
                peer,
                id,
                head: &head.headers,
                format,
                params,
            };
            file.response(question, scope).await
        }
        Err(response) => response,
    }
}

/// A named data set, by its name and how it ends.
pub(super) async fn named(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<String>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET,HEAD")];
        return (allowed, super::page_routes::no_method(State(state)).await).into_response();
    }
    let query = uri.query().unwrap_or_default();
    if let Some(name) = path.strip_suffix(METADATA) {
        return metadata(&state, &id, name, query);
    }
    let (name, extension) = path.rsplit_once('.').unwrap_or((&path, ""));
    let Some(format) = Format::of_extension(extension) else {
        let names: Vec<_> = Format::ALL
            .iter()
            .map(|format| format!(".{}", format.extension()))
            .collect();
        let message = format!(
            "`{}` ends with no format; there are {}",
            crate::error::cut(&path),
            names.join(", ")
        );
        return refusal(&Error::new(ErrorCode::NotFound, message), Format::Json, &id);
    };
    match of_named(&state, name, query) {
        Ok((_, params, _)) if params.format.is_some_and(|other| other != format) => {
            let message = format!("takes `{extension}`, as the address ends");
            refusal(&Error::bad_input("format", &message), format, &id)
        }
        Ok((question, params, scope)) => {
            let file = File {
                state: &state,
                peer: connection.peer(),
                id: &id,
                head: &headers,
                format,
                params,
            };
            file.response(question, scope).await
        }
        Err(refused) => refused_as(refused, format, &id),
    }
}

/// The question of a named data set with the parameters of an address.
fn of_named(
    state: &HttpState,
    name: &str,
    query: &str,
) -> std::result::Result<(Question, FileParams, Scope), Refused> {
    let named = state.named.get(name).map_err(Refused::one)?;
    let read = || -> Result<(FileParams, Map<String, Value>, Scope)> {
        let mut pairs = pairs(query)?;
        let params = FileParams::take(&mut pairs)?;
        let variables = named.values(&pairs)?;
        let scope = seen::scope(&state.graph, &params)?;
        Ok((params, variables, scope))
    };
    let (params, variables, scope) = read().map_err(Refused::one)?;
    let operation = named.operation(&state.documents, &variables, &scope)?;
    let table = named.table(
        &operation,
        params.rows.as_deref(),
        params.join,
        params.keep_empty,
    );
    let table = table.map_err(Refused::one)?;
    let question = Question {
        text: Arc::clone(&named.document.text),
        variables,
        about: about(&scope, &named.title, &named.description),
        name: named.name.clone(),
        operation,
        table: Arc::new(table),
    };
    Ok((question, params, scope))
}

/// What the columns of a CSV file are.
fn metadata(state: &HttpState, id: &RequestId, name: &str, query: &str) -> Response {
    let made = of_named(state, name, query).and_then(|(question, ..)| {
        let layout = question.layout(&[], false).map_err(Refused::one)?;
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("?{query}")
        };
        Ok(crate::files::metadata(
            &layout,
            &format!("{name}.csv{query}"),
        ))
    });
    match made {
        Ok(metadata) => {
            let headers = [(header::CONTENT_TYPE, "application/csvm+json")];
            (headers, Json(metadata)).into_response()
        }
        Err(refused) => refused_as(refused, Format::Json, id),
    }
}

/// What a file tells of itself.
fn about(scope: &Scope, title: &str, description: &str) -> About {
    let version = scope.snapshot.version();
    About {
        title: title.to_owned(),
        description: description.to_owned(),
        version: version.number,
        published_at: version.published(),
        contact: scope.contact.as_deref().map(str::to_owned),
        url: None,
    }
}

/// The columns of a named data set, for the list of all.
fn columns(state: &HttpState, named: &Named, scope: &Scope) -> Option<Value> {
    let operation = named.operation(&state.documents, &Map::new(), scope).ok()?;
    let table = named.table(&operation, None, None, false).ok()?;
    let layout = crate::files::Layout::new(&[], &table.columns, about(scope, "", "")).ok()?;
    Some(layout.columns_json())
}

fn refused_as(refused: Refused, format: Format, id: &RequestId) -> Response {
    let mut errors = refused.0.into_iter();
    let error = errors
        .next()
        .unwrap_or_else(|| Error::internal("refused without a reason"));
    refusal(&error, format, id)
}
