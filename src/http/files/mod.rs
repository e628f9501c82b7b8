//! Files: the answer to a question as rows and columns, whole and in a format of its own. docs/files.md tells the
//! rule.

mod about;
mod answered;
mod caller;
mod error;
mod headers;
mod make;
mod of_account;
mod params;
mod question;
mod seen;
mod set;
mod source;
mod stream;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::{BoxError, Json};
use hyper::body::Body as HttpBody;
use serde_json::{Map, Value};

use self::about::about;
pub(super) use self::caller::Caller;
pub(super) use self::error::in_form;
pub(super) use self::headers::COST;
use self::make::File;
pub(super) use self::params::{FileParams, pairs};
use self::question::{Question, called};
pub(super) use self::seen::seen;
use self::set::ACCOUNT;
use super::asker::Asker;
use super::budget::CACHED_COST;
use super::connection::Connection;
use super::list::elements;
use super::negotiate::MediaType;
use super::nothing::{missing, no_method};
use super::params::Params;
use super::peer::Peer;
use super::request_body::read;
use super::request_id::RequestId;
use super::state::SharedState;
use crate::error::{Error, ErrorCode, Result, cut};
use crate::execute::{Table, TableOptions};
use crate::files::{About, Format, METADATA, Named};
use crate::graph::Scope;
use crate::request::{Document, Operation, Refused};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Rows in a format, or the sources of what is in them.
    Rows(Format),
    /// The sources of what is in the GraphQL response.
    Sources,
}

/// The form of the file that a request for an operation asks for; nothing where it asks for a GraphQL response.
pub(super) fn wanted(head: &Parts) -> Option<Form> {
    let query = head.uri.query().unwrap_or_default();
    let param = |name: &str| {
        let mut values = query.split('&').filter_map(|pair| {
            let (of, value) = pair.split_once('=')?;
            (of == name).then_some(value)
        });
        values.next().filter(|value| !value.is_empty())
    };
    let cite = param("cite").map(|_| Form::Sources);
    if let Some(name) = param("format") {
        // What is no format is told when the parameters are read.
        let format = Format::of_extension(name).unwrap_or(Format::Csv);
        return match format {
            Format::Json => cite,
            format => Some(Form::Rows(format)),
        };
    }
    let by_type = accepted(head).map(Form::Rows);
    by_type.or(cite)
}

/// The format of a file that a client takes rather than a GraphQL response.
fn accepted(head: &Parts) -> Option<Format> {
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
    form: Form,
    body: Option<B>,
) -> Response
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>>,
{
    let format = form.told_in();
    let asker = match Asker::of(state, (peer, &head.headers), id).await {
        Ok(asker) => asker,
        Err(refusal) => return in_form(format, refusal),
    };
    let caller = Caller {
        state,
        asker: &asker,
        id,
        head,
        format,
    };
    let asked = async {
        let query = head.uri.query().unwrap_or_default();
        let params = pairs(query).and_then(|mut pairs| FileParams::take(&mut pairs));
        let params = params.map_err(|error| caller.refuse(&error))?;
        let asked = match body {
            None => Params::from_address(query),
            Some(body) => {
                let body = read(state, &asker.payer, &head.headers, body).await?;
                Params::from_json(&body)
            }
        };
        let refused = |refused: Refused| caller.refused(&refused);
        let malformed = |message: &str| refused(Refused::because(ErrorCode::BadRequest, message));
        let asked = asked.map_err(|message| malformed(&message))?;
        let seen = seen(caller, &params).await?;
        let document = state.documents.find(asked.named()).map_err(refused)?;
        of_document(caller, (form, params), seen, &document, asked).await
    };
    let made = asked.await.unwrap_or_else(|response| response);
    in_form(format, made)
}

impl Form {
    /// The format that tells in which form errors are told.
    pub(super) const fn told_in(self) -> Format {
        match self {
            Self::Rows(format) => format,
            Self::Sources => Format::Json,
        }
    }
}

/// The file of an operation of a document.
pub(super) async fn of_document(
    mut caller: Caller<'_>,
    (form, params): (Form, FileParams),
    seen: (Scope, Option<Scope>),
    document: &Arc<Document>,
    asked: Params,
) -> std::result::Result<Response, Response> {
    caller.format = params.format.unwrap_or(caller.format);
    let documents = &caller.state.documents;
    let refused = |refused: Refused| caller.refused(&refused);
    let name = asked.operation_name.as_deref();
    if form == Form::Sources {
        let held = params.without_rows();
        held.map_err(|error| caller.refuse(&error))?;
        let operation = documents.operation(document, name, &asked.variables, &seen.0);
        let operation = operation.and_then(|operation| operation.citing().within_limit());
        let operation = held_to_queries(operation).map_err(refused)?;
        return answered::sources(caller, &params, &seen.0, document, &asked, operation).await;
    }
    let operation = documents.table_operation(document, (name, &asked.variables));
    let operation = held_to_queries(operation).map_err(refused)?;
    // A named data set's document is that data set, however it is asked for.
    let named = caller.state.named.of_document(&document.text);
    let (table, about, name) = if let Some(named) = named {
        of_set(named, &operation, &params, &seen.0)
    } else {
        let options = TableOptions {
            rows: params.rows.as_deref(),
            lists: params.lists.unwrap_or_default(),
            keep_empty: params.keep_empty,
        };
        let name = called(&operation);
        let about = about(&seen.0, &name, "");
        (operation.table(&options), about, name)
    };
    let about = About {
        url: caller.address(&seen.0),
        ..about
    };
    let question = Question {
        text: Arc::clone(&document.text),
        variables: asked.variables,
        about,
        name,
        operation: citing(operation, &params),
        table: Arc::new(table.map_err(|error| caller.refuse(&error))?),
        saved: None,
    };
    let file = File {
        caller,
        params,
        seen,
    };
    Ok(file.response(question).await)
}

/// An operation, with the sources of what it selects if they are asked for.
fn citing(operation: Operation, params: &FileParams) -> Operation {
    match params.cite {
        Some(_) => operation.citing(),
        None => operation,
    }
}

/// An operation, if it is a query.
fn held_to_queries(
    operation: std::result::Result<Operation, Refused>,
) -> std::result::Result<Operation, Refused> {
    let operation = operation?;
    if operation.is_public_query() {
        return Ok(operation);
    }
    let message = "a file is the answer to a query of what is public";
    Err(Refused::because(ErrorCode::BadRequest, message))
}

/// A named data set or a saved question, by its name and how it ends; or the list of an account's.
pub(super) async fn named(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let (head, _no_body) = request.into_parts();
    // Nothing is below `/d/name`; a `/` that is written as `%2F` is part of a name.
    if head.uri.path().matches('/').count() > 2 && !path.starts_with(ACCOUNT) {
        return missing(&state, &head.uri);
    }
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    let format = Format::of_extension(extension);
    let from = (connection.peer(), &id);
    let made = Box::pin(of_path(&state, from, &head, (&path, format)));
    let made = made.await.unwrap_or_else(|response| response);
    // What is told where there is no format is JSON.
    in_form(format.unwrap_or(Format::Json), made)
}

/// The same, or what is told instead of it.
async fn of_path(
    state: &SharedState,
    (peer, id): (Peer, &RequestId),
    head: &Parts,
    (path, format): (&str, Option<Format>),
) -> std::result::Result<Response, Response> {
    if !matches!(head.method, Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET,HEAD")];
        return Err((allowed, no_method(state)).into_response());
    }
    let asker = Asker::of(state, (peer, &head.headers), id).await?;
    let caller = Caller {
        state,
        asker: &asker,
        id,
        head,
        format: format.unwrap_or(Format::Json),
    };
    let of_account = path.strip_prefix(ACCOUNT);
    if let Some(account) = of_account.and_then(|rest| rest.strip_suffix('/')) {
        return of_account::list(caller, account).await;
    }
    let Some(format) = format else {
        let all = Format::ALL.map(|format| format!("`.{}`", format.extension()));
        let message = format!(
            "`{}` ends with no format; there are {}",
            cut(path),
            all.join(", ")
        );
        return Err(caller.refuse(&Error::new(ErrorCode::NotFound, message)));
    };
    if let Some(name) = path.strip_suffix(METADATA) {
        let (question, params, _) = of_named(caller, name).await?;
        return metadata(caller, &question, &params);
    }
    let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
    let (question, params, seen) = of_named(caller, name).await?;
    if params.format.is_some_and(|other| other != format) {
        let takes = format!("takes `{}`, as the address ends", format.extension());
        return Err(caller.refuse(&Error::bad_input("format", &takes)));
    }
    let file = File {
        caller,
        params,
        seen,
    };
    Ok(file.response(question).await)
}

/// The question of a named data set with the parameters of an address, and what it is asked of.
async fn of_named(
    caller: Caller<'_>,
    name: &str,
) -> std::result::Result<(Question, FileParams, (Scope, Option<Scope>)), Response> {
    let state = caller.state;
    let refuse = |error: Error| caller.refuse(&error);
    let set = set::find(caller, name).await?;
    let named = set.named();
    let read = || -> Result<(FileParams, Map<String, Value>)> {
        let mut pairs = pairs(caller.head.uri.query().unwrap_or_default())?;
        let params = FileParams::take(&mut pairs)?;
        let variables = named.values(&pairs)?;
        Ok((params, variables))
    };
    let (params, variables) = read().map_err(refuse)?;
    let seen = seen(caller, &params).await?;
    let operation = named.operation(&state.documents, &variables);
    let operation = operation.map_err(|refused| caller.refused(&refused))?;
    let (table, about, name) = of_set(named, &operation, &params, &seen.0);
    // The name of a saved question may become another one's.
    let url = match set.saved() {
        None => caller.address(&seen.0),
        Some(_) => None,
    };
    let about = About { url, ..about };
    let question = Question {
        text: Arc::clone(&named.document.text),
        variables,
        about,
        name,
        operation: citing(operation, &params),
        table: Arc::new(table.map_err(refuse)?),
        saved: set.saved(),
    };
    Ok((question, params, seen))
}

/// The table of a named data set, what its file tells of itself, and what that is called.
fn of_set(
    named: &Named,
    operation: &Operation,
    params: &FileParams,
    scope: &Scope,
) -> (Result<Table>, About, String) {
    let rows = params.rows.as_deref();
    let table = named.table(operation, rows, params.lists, params.keep_empty);
    let about = about(scope, &named.title, &named.description);
    (table, about, named.name.clone())
}

/// What the columns of a CSV file are.
fn metadata(
    caller: Caller<'_>,
    question: &Question,
    params: &FileParams,
) -> std::result::Result<Response, Response> {
    let layout = question.layout(params);
    let layout = layout.map_err(|error| caller.refuse(&error))?;
    let left = caller.charge(CACHED_COST.into())?;
    let query = caller.head.uri.query();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let file = format!("{}.csv{query}", question.name);
    let metadata = crate::files::metadata(&layout, &file);
    let headers = [(header::CONTENT_TYPE, "application/csvm+json")];
    let mut response = (headers, Json(metadata)).into_response();
    if let Some(saved) = question.saved {
        saved.keep(response.headers_mut());
    }
    left.add_to(response.headers_mut());
    Ok(response)
}
