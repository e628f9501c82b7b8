//! A request for an operation, from what was asked to what is answered: responses that are kept first,
//! then the document, the client's budget, and the plan.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::body::{HttpResponse, from_route, to_route};
use super::budget::{self, Left};
use super::cache::{CacheKey, CachedResponse, ResponseCache, cacheable, has, tag};
use super::encode::Encoding;
use super::error::error;
use super::negotiate::Form;
use super::params::Params;
use super::peer::Peer;
use super::report::{CacheStatus, RequestReport, Step};
use super::request_id::RequestId;
use super::response::{Response as GraphqlResponse, unfinished};
use super::state::SharedState;
use crate::error::ErrorCode;
use crate::graph::Scope;
use crate::request::{Document, Operation, Refused};

/// What was asked, and how.
pub(super) struct GraphqlRequest<'r> {
    /// Whether by an address: then caches may keep the answer, and a mutation is not executed.
    pub(super) is_get: bool,
    pub(super) form: Form,
    pub(super) peer: Peer,
    pub(super) head: &'r Parts,
    pub(super) id: &'r RequestId,
    /// The body, or what the address asks.
    pub(super) bytes: &'r [u8],
}

impl GraphqlRequest<'_> {
    /// The answer.
    pub(super) async fn answer(&self, state: &SharedState) -> HttpResponse {
        let scope = state.graph.scope();
        let encoding = Encoding::of(&self.head.headers);
        let kept = ResponseCache::of(&scope.snapshot, &state.edge);
        let key = CacheKey {
            is_get: self.is_get,
            form: self.form,
            encoding,
            viewer: scope.viewer,
            today: scope.today(),
            bytes: self.bytes,
        };
        if let Some(kept) = kept.and_then(|kept| kept.get(&key)) {
            return self.spend(state, budget::KEPT.into(), || {
                kept.response(self.conditions(), CacheStatus::Hit)
            });
        }
        // On the heap: it is large, and kept answers are to be found without it.
        let made = Box::pin(self.make(state, &scope, key)).await;
        made.unwrap_or_else(from_route)
    }

    /// The answer that was not made before; or the one that refuses it.
    async fn make(
        &self,
        state: &SharedState,
        scope: &Scope,
        key: CacheKey<'_>,
    ) -> Result<HttpResponse, Response> {
        let mut steps = Steps::begin(state.tracer.is_some());
        let (document, params, operation) = self.operation(state, scope)?;
        let mut report = RequestReport::of(&document, &operation, state.tracer.is_some());
        steps.end("graphql.prepare");
        let tag = self
            .is_get
            .then(|| tag(scope, self.form, &document.text, &params));
        if let Some(tag) = tag.as_ref().filter(|tag| has(self.conditions(), tag)) {
            // What the client has is the answer, without its being made.
            let known = CachedResponse::new(
                cacheable(&state.edge, tag.clone()),
                Bytes::new(),
                Some(tag.clone()),
                report,
            );
            return Ok(self.spend(state, budget::KEPT.into(), || {
                known.response(self.conditions(), CacheStatus::NotModified)
            }));
        }
        let left = self.charge(state, operation.cost)?;
        let is_query = operation.is_query();
        let response = GraphqlResponse::to(state, scope, &operation, self.id.as_str()).await;
        let response = response.map_err(|refused| {
            let status = unfinished(&refused);
            let mut refusal = GraphqlResponse::refused(refused).http(self.form);
            if status != StatusCode::OK {
                *refusal.status_mut() = status;
            }
            refusal.headers_mut().extend(uncacheable());
            refusal
        })?;
        steps.end("graphql.execute");
        report.codes = response.codes();
        let is_whole = response.is_whole();
        // An answer with an error says so each time it is asked for.
        let tag = tag.filter(|_| is_whole);
        let mut headers = match tag.clone() {
            Some(tag) => cacheable(&state.edge, tag),
            None => uncacheable(),
        };
        headers.insert(header::CONTENT_TYPE, self.form.header());
        let (body, encoding) = key.encoding.encode(response.json());
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        steps.end("graphql.encode");
        let finished = CachedResponse::new(headers, body.into(), tag, report);
        let cache = ResponseCache::of(&scope.snapshot, &state.edge);
        let mut answered = match cache.filter(|_| is_whole && is_query) {
            Some(cache) => {
                let finished = Arc::new(finished);
                cache.keep(key, &finished);
                finished.response(self.conditions(), CacheStatus::Miss)
            }
            None => finished.into_response(),
        };
        left.tell(answered.headers_mut());
        if let Some(report) = &mut answered.body_mut().report {
            report.steps = steps.done;
        }
        Ok(answered)
    }

    /// The operation that is asked for; or the answer that refuses it.
    fn operation(
        &self,
        state: &SharedState,
        scope: &Scope,
    ) -> Result<(Arc<Document>, Params, Operation), Response> {
        let params = if self.is_get {
            Params::from_address(std::str::from_utf8(self.bytes).unwrap_or_default())
        } else {
            Params::from_json(self.bytes)
        };
        let malformed = |message: &str| {
            let refused = Refused::because(ErrorCode::BadRequest, message);
            self.refuse(state, refused)
        };
        let params = params.map_err(|message| malformed(&message))?;
        let document = state.documents.find(params.named());
        let document = document.map_err(|refused| self.refuse(state, refused))?;
        let name = params.operation_name.as_deref();
        let operation = state
            .documents
            .operation(&document, name, &params.variables, scope);
        let operation = operation.map_err(|refused| self.refuse(state, refused))?;
        if operation.is_subscription() {
            let message = "a subscription is answered over a WebSocket (graphql-transport-ws), or as events at /graphql/stream";
            return Err(malformed(message));
        }
        if self.is_get && !operation.is_query() {
            let message = "a GET answers queries; a mutation is to be sent by POST";
            let refusal = error(
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::BadRequest,
                message,
            );
            return Err(([(header::ALLOW, "POST")], self.formed(refusal)).into_response());
        }
        Ok((document, params, operation))
    }

    /// The answer to what is not executed.
    fn refuse(&self, state: &SharedState, refused: Refused) -> Response {
        let refusal = || {
            let mut response = GraphqlResponse::refused(refused).http(self.form);
            response.headers_mut().extend(uncacheable());
            from_route(response)
        };
        let points = budget::REFUSED.into();
        to_route(self.spend(state, points, refusal))
    }

    /// Takes points off the client's budget.
    fn charge(&self, state: &SharedState, points: u64) -> Result<Left, Response> {
        match &state.budgets {
            Some(budgets) => {
                let client = budgets.client(self.peer, &self.head.headers);
                budgets.spend(client, points)
            }
            None => Ok(Left::unlimited()),
        }
    }

    /// An answer for points, if the client has them.
    fn spend(
        &self,
        state: &SharedState,
        points: u64,
        answer: impl FnOnce() -> HttpResponse,
    ) -> HttpResponse {
        match self.charge(state, points) {
            Ok(left) => {
                let mut answered = answer();
                left.tell(answered.headers_mut());
                answered
            }
            Err(refusal) => from_route(refusal),
        }
    }

    /// The headers in which a client tells what it has: with a GET alone.
    fn conditions(&self) -> Option<&HeaderMap> {
        self.is_get.then_some(&self.head.headers)
    }

    fn formed(&self, mut response: Response) -> Response {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.form.header());
        response
    }
}

/// The steps of making an answer, one after the other; none are noted where no traces are wanted.
struct Steps {
    began: Option<Instant>,
    done: Vec<Step>,
}

impl Steps {
    fn begin(are_wanted: bool) -> Self {
        Self {
            began: are_wanted.then(Instant::now),
            done: Vec::new(),
        }
    }

    fn end(&mut self, name: &'static str) {
        if let Some(began) = &mut self.began {
            let ended = Instant::now();
            let began = std::mem::replace(began, ended);
            self.done.push(Step { name, began, ended });
        }
    }
}

/// The headers of an answer that no cache may keep.
fn uncacheable() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}
