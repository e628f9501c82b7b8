//! `/q`: permanent links to answers, by the hash of a document.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use form_urlencoded::Serializer;
use serde_json::{Value, json};

use super::asker::Asker;
use super::body::to_route;
use super::connection::Connection;
use super::endpoint::not_acceptable;
use super::error::error_response;
use super::files::{self, Caller, FileParams, Form, pairs, seen};
use super::graphql::{Asked, GraphqlRequest, Steps};
use super::negotiate::MediaType;
use super::params::Params;
use super::request_body::read;
use super::request_id::RequestId;
use super::state::SharedState;
use super::way::Way;
use crate::apart::apart;
use crate::error::{Error, ErrorCode, Result, cut};
use crate::files::Format;
use crate::graph::Scope;
use crate::links::{Missing, NotMade, is_hash};
use crate::request::{Document, Operation};
use crate::work::exceeded;

/// What a link costs, in points.
const LINK_COST: u64 = 100;

/// How long an address may be, in bytes: with what else stands in a head, less than heads may have.
const LONGEST: usize = 32 << 10;

/// Parameters of links beside those of files.
const OWN: [&str; 2] = ["variables", "operationName"];

/// The answer to a document that is known by its hash.
pub(super) async fn get(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, _no_body) = request.into_parts();
    let form = files::wanted(&head);
    let format = form.map_or(Format::Json, Form::told_in);
    let asker = match Asker::of(&state, (connection.peer(), &head.headers), &id).await {
        Ok(asker) => asker,
        Err(refusal) => return files::in_form(format, refusal),
    };
    let caller = Caller {
        state: &state,
        asker: &asker,
        id: &id,
        head: &head,
        format,
    };
    let answer = Box::pin(answer(caller, form));
    files::in_form(format, answer.await.unwrap_or_else(|refusal| refusal))
}

async fn answer(caller: Caller<'_>, form: Option<Form>) -> std::result::Result<Response, Response> {
    let head = caller.head;
    let refuse = |error: Error| caller.refuse(&error);
    // What stands in the path as it was sent: a hash has nothing to be escaped.
    let hash = head.uri.path().strip_prefix("/q/").unwrap_or_default();
    if !is_hash(hash) {
        let message = format!(
            "`{}` is no hash, which has 64 digits: 0 to 9, a to f",
            cut(hash)
        );
        return Err(refuse(Error::new(ErrorCode::NotFound, message)));
    }
    let query = head.uri.query().unwrap_or_default();
    let (params, asked) = read_params(query).map_err(refuse)?;
    if let Some(form) = form {
        let document = find(caller, hash).await?;
        let seen = seen(caller, &params).await?;
        return files::of_document(caller, (form, params), seen, &document, asked).await;
    }
    params.without_rows().map_err(refuse)?;
    let Some(media_type) = MediaType::of(&head.headers) else {
        return Err(not_acceptable());
    };
    let number = params.version().map_err(refuse)?;
    let scope = caller.state.graph.scope();
    // A version of another database may have the same number, and something may be taken out of the log.
    let redacted = scope.snapshot.log().redacted_in();
    let moment = number.map(|number| (published_at(&scope, number), redacted));
    let key = format!("{hash}?{query}#{moment:?}");
    let request = GraphqlRequest {
        way: match number {
            Some(_) => Way::PermanentLink,
            None => Way::Link,
        },
        media_type,
        asker: caller.asker,
        head,
        id: caller.id,
        bytes: key.as_bytes(),
        view: None,
    };
    if let Some(kept) = request.kept(caller.state, &scope) {
        return Ok(to_route(kept));
    }
    let steps = Steps::begin(caller.state.tracer.is_some());
    let document = find(caller, hash).await?;
    let (scope, _) = seen(caller, &params).await?;
    let operation = operation(caller, &document, &asked, &scope)?;
    let asked = Asked {
        document,
        params: asked,
        operation,
    };
    let answered = request.make(caller.state, &scope, asked, steps).await;
    answered.map(to_route)
}

/// When a version was published; nothing for one that is not known.
fn published_at(scope: &Scope, number: i64) -> Option<i64> {
    let present = scope.snapshot.version();
    if number == present.number {
        return Some(present.published_at);
    }
    let made = scope.snapshot.log().changeset(number);
    made.map(|made| made.version.published_at)
}

/// What is asked of the answer: the parameters of a file, and those of an operation.
fn read_params(query: &str) -> Result<(FileParams, Params)> {
    let mut pairs = pairs(query)?;
    let params = FileParams::take(&mut pairs)?;
    let is_other = |(name, _): &&(String, String)| !OWN.contains(&&**name);
    if let Some((name, _)) = pairs.iter().find(is_other) {
        let takes = "is no parameter of a link, which takes `variables`, `operationName`, `version`, `format`, `rows`, `lists`, `empty`, `bom`, `since` and `cite`";
        return Err(Error::bad_input(&cut(name), takes));
    }
    let wrong = |message: String| Error::new(ErrorCode::BadRequest, message);
    let asked = Params::from_address(query).map_err(wrong)?;
    Ok((params, asked))
}

/// The document with a hash.
async fn find(caller: Caller<'_>, hash: &str) -> std::result::Result<Arc<Document>, Response> {
    let (state, of) = (Arc::clone(caller.state), hash.to_owned());
    let found = apart(move || state.links.find(&state.documents, &of)).await;
    let found = found.map_err(|stopping| caller.refusal(&Error::internal(stopping.to_string())))?;
    found.map_err(|missing| {
        let is_gone = matches!(missing, Missing::NotTaken(_));
        let mut refusal = caller.refuse(&missing.error(hash));
        if is_gone && refusal.status() == StatusCode::BAD_REQUEST {
            *refusal.status_mut() = StatusCode::GONE;
        }
        refusal
    })
}

/// The operation of a document that is asked for.
fn operation(
    caller: Caller<'_>,
    document: &Arc<Document>,
    asked: &Params,
    scope: &Scope,
) -> std::result::Result<Operation, Response> {
    let name = asked.operation_name.as_deref();
    let documents = &caller.state.documents;
    let operation = documents.operation(document, name, &asked.variables, scope);
    let operation = operation.map_err(|refused| caller.refused(&refused))?;
    if operation.is_public_query() {
        return Ok(operation);
    }
    let message = "a link leads to the answer to a query of what is public";
    Err(caller.refuse(&Error::new(ErrorCode::BadRequest, message)))
}

/// Makes a link to the answer to a request.
pub(super) async fn post(
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let asker = match Asker::of(&state, (connection.peer(), &head.headers), &id).await {
        Ok(asker) => asker,
        Err(refusal) => return refusal,
    };
    let caller = Caller {
        state: &state,
        asker: &asker,
        id: &id,
        head: &head,
        format: Format::Json,
    };
    let made = async {
        let body = read(&state, &asker.payer, &head.headers, body).await?;
        make(caller, &body).await
    };
    made.await.unwrap_or_else(|refusal| refusal)
}

async fn make(caller: Caller<'_>, body: &[u8]) -> std::result::Result<Response, Response> {
    let state = caller.state;
    let asked = Params::from_json(body).map_err(|message| {
        let error = Error::new(ErrorCode::BadRequest, message);
        caller.refuse(&error)
    })?;
    let scope = state.graph.scope();
    let document = state.documents.find(asked.named());
    let document = document.map_err(|refused| caller.refused(&refused))?;
    operation(caller, &document, &asked, &scope)?;
    let query = written(asked, scope.snapshot.version().number);
    if query.len() > LONGEST {
        let message = format!(
            "the address of the link has {} bytes or more, {LONGEST} at most are taken: give fewer variables",
            query.len()
        );
        let error = exceeded("address", query.len() as u64, LONGEST as u64, message);
        return Err(caller.refuse(&error));
    }
    let left = caller.charge(LINK_COST)?;
    let links = Arc::clone(state);
    let made = apart(move || links.links.make(&document)).await;
    let made = made.map_err(|stopping| caller.refusal(&Error::internal(stopping.to_string())))?;
    let hash = made.map_err(|why| not_made(caller, why))?;
    let url = format!("{}/q/{hash}?{query}", state.edge.base_path.as_str());
    let headers = [
        (header::LOCATION, url.clone()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let made = (StatusCode::CREATED, headers, Json(json!({ "url": url })));
    let mut response = made.into_response();
    left.add_to(response.headers_mut());
    Ok(response)
}

/// The parameters of a link.
fn written(asked: Params, version: i64) -> String {
    let mut query = Serializer::new(String::new());
    if !asked.variables.is_empty() {
        let variables = Value::Object(asked.variables);
        query.append_pair("variables", &variables.to_string());
    }
    if let Some(name) = &asked.operation_name {
        query.append_pair("operationName", name);
    }
    query.append_pair("version", &version.to_string());
    query.finish()
}

/// The answer where no link is made.
fn not_made(caller: Caller<'_>, why: NotMade) -> Response {
    let (status, error) = match why {
        NotMade::NoFolder => {
            let message = "this server keeps no documents for links, but those of its operator: a folder for them is set with `--links`";
            let code = ErrorCode::PersistedQueryNotSupported;
            (StatusCode::FORBIDDEN, Error::new(code, message))
        }
        NotMade::Full { most } => {
            let message = format!(
                "this server keeps {most} documents for links at most (`--max-links`), and has as many; tell who runs it"
            );
            let error = Error::new(ErrorCode::LimitExceeded, message);
            let error = error
                .with("limit", "links".into())
                .with("allowed", most.into());
            (StatusCode::INSUFFICIENT_STORAGE, error)
        }
        NotMade::NoRoom(cause) => {
            return caller.refusal(&Error::no_room("to keep the document", Some(cause)));
        }
        NotMade::Failed(cause) => return caller.refusal(&Error::internal(cause)),
    };
    error_response(status, &error)
}
