//! A GraphQL request, from its bytes to its response: the cache first, then document, budget and
//! plan.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::asker::Asker;
use super::body::{HttpResponse, from_route, to_route};
use super::budget::{self, RateLimitHeaders};
use super::cache::{Basis, CacheKey, CachedResponse, Turn, cacheable, names, tag};
use super::encode::Encoding;
use super::error::{self, error};
use super::files::COST;
use super::negotiate::MediaType;
use super::params::Params;
use super::report::{CacheStatus, RequestReport, Step};
use super::request_id::RequestId;
use super::response::Response as GraphqlResponse;
use super::state::SharedState;
use super::view::{NotThere, View, Written};
use super::way::{FOR_GOOD, Way};
use crate::error::ErrorCode;
use crate::graph::{self, Scope};
use crate::request::{Document, Operation, Refused};

/// What a page costs before its work is counted, in points.
const PAGE_COST: u64 = 100;

/// A GraphQL request.
pub(super) struct GraphqlRequest<'r> {
    pub(super) way: Way,
    pub(super) media_type: MediaType,
    pub(super) asker: &'r Asker,
    pub(super) head: &'r Parts,
    pub(super) id: &'r RequestId,
    /// The body, or the query string; of a link or a page what tells it from others.
    pub(super) bytes: &'r [u8],
    /// The page that shows the answer.
    pub(super) view: Option<View<'r>>,
}

/// What a request asks for, found and read.
pub(super) struct Asked {
    pub(super) document: Arc<Document>,
    pub(super) params: Params,
    pub(super) operation: Operation,
}

impl GraphqlRequest<'_> {
    /// The response.
    pub(super) async fn answer(&self, state: &SharedState) -> HttpResponse {
        let scope = state.graph.scope();
        if let Some(response) = self.kept(state, &scope) {
            return response;
        }
        // Boxed: the future is large, and a cache hit should not pay for it.
        let made = Box::pin(async {
            let steps = Steps::begin(state.tracer.is_some());
            let asked = self.operation(state, &scope)?;
            self.make(state, &scope, asked, steps).await
        });
        made.await.unwrap_or_else(from_route)
    }

    /// The response, if it is cached and is what it was.
    pub(super) fn kept(&self, state: &SharedState, scope: &Scope) -> Option<HttpResponse> {
        let cache = state.responses.as_ref()?;
        let cached = cache.get(&self.key(scope.viewer), scope)?;
        Some(self.cached(state, &cached))
    }

    pub(super) fn key(&self, viewer: graph::Viewer) -> CacheKey<'_> {
        CacheKey {
            way: self.way,
            media_type: self.media_type,
            encoding: Encoding::of(&self.head.headers),
            viewer,
            bytes: self.bytes,
        }
    }

    /// The response when it is not cached, or the refusal.
    pub(super) async fn make(
        &self,
        state: &SharedState,
        scope: &Scope,
        asked: Asked,
        mut steps: Steps,
    ) -> Result<HttpResponse, Response> {
        let Asked {
            document,
            params,
            operation,
        } = asked;
        let key = self.key(scope.viewer);
        let mut report = RequestReport::of(&document, &operation, state.tracer.is_some());
        steps.end("graphql.prepare");
        let mut basis = Basis::of(&operation, scope);
        let is_private = operation.is_loaded();
        let tag = (self.way.may_be_stored() && !is_private).then(|| {
            let edge = &state.edge;
            let form = (self.media_type, self.way);
            // A page is more than its answer.
            let page = self.view.map_or(&[][..], |_| self.bytes);
            tag(basis, edge, scope, form, (&document.text, page), &params)
        });
        if self.way.is_for_good() {
            basis = Basis::for_good();
        }
        if let Some(tag) = tag.as_ref().filter(|tag| names(self.conditions(), tag)) {
            // The client's copy is current: nothing is executed.
            let known = CachedResponse::new(
                self.storable(state, tag.clone()),
                Bytes::new(),
                Some(tag.clone()),
                report,
                basis,
            );
            return Ok(self.spend(state, budget::CACHED_COST.into(), || {
                known.response(self.conditions(), CacheStatus::NotModified)
            }));
        }
        let is_kept = operation.is_query() && !is_private;
        let cache = state.responses.as_ref().filter(|_| is_kept);
        let place = match cache {
            Some(cache) => {
                let wait = Duration::from_secs(state.edge.request_timeout.into());
                match cache.turn(key, scope, wait).await {
                    Turn::Made(cached) => return Ok(self.cached(state, &cached)),
                    Turn::Make(place) => place,
                }
            }
            None => None,
        };
        let left = self.charge(
            state,
            match self.view {
                None => operation.cost,
                Some(_) => PAGE_COST.min(operation.cost),
            },
        )?;
        let loaded = self.load(state, &operation, left.budget()).await;
        // What was done is seen.
        let now;
        let scope = if operation.is_query() {
            scope
        } else {
            now = state.graph.scope();
            &now
        };
        let seen = (scope, &loaded);
        let response = GraphqlResponse::to(&state.edge, seen, &operation, self.id.as_str()).await;
        let response = match response {
            Ok(response) if self.way.is_link() || self.view.is_some() => response.without_cost(),
            Ok(response) => response,
            Err(refused) => {
                let mut refusal = self.refusal(refused, report);
                left.add_to(refusal.headers_mut());
                return Err(refusal);
            }
        };
        steps.end("graphql.execute");
        report.codes = response.codes();
        let is_whole = response.is_whole();
        // A response with errors is not cached.
        let tag = tag.filter(|_| is_whole);
        let mut headers = match tag.clone() {
            Some(tag) => self.storable(state, tag),
            None => uncacheable(),
        };
        if self.way.is_link() {
            headers.insert(COST, operation.cost.into());
        }
        headers.insert(header::CONTENT_TYPE, self.media_type.header());
        let content = match self.view {
            None => response.json(),
            Some(view) => {
                let points = response.work().saturating_sub(PAGE_COST);
                state.settle(&self.asker.payer, points);
                let (page, of_page) = self.page(view, response)?;
                headers.extend(of_page);
                page
            }
        };
        let (body, encoding) = key.encoding.encode_apart(content).await;
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        steps.end("graphql.encode");
        let body = match cache {
            // A cached body takes no more memory than it is weighed as.
            Some(_) if is_whole => body.into_boxed_slice().into(),
            _ => body.into(),
        };
        let finished = Arc::new(CachedResponse::new(headers, body, tag, report, basis));
        if let Some(cache) = cache {
            cache.keep(key, place, Some(&finished).filter(|_| is_whole));
        }
        let mut answered = finished.response(self.conditions(), CacheStatus::Miss);
        left.add_to(answered.headers_mut());
        if let Some(report) = &mut answered.body_mut().report {
            report.steps = steps.done;
        }
        Ok(answered)
    }

    /// The page that shows a response, with its headers; or what is told instead.
    fn page(
        &self,
        view: View<'_>,
        response: GraphqlResponse,
    ) -> Result<(Vec<u8>, HeaderMap), Response> {
        match view.write(response) {
            Ok(Written::Page(page, headers)) => Ok((page, headers)),
            Ok(Written::Moved(place)) => {
                let moved = [(header::LOCATION, place)];
                Err((StatusCode::PERMANENT_REDIRECT, moved).into_response())
            }
            Ok(Written::NotThere) => {
                let mut response = StatusCode::NOT_FOUND.into_response();
                response.extensions_mut().insert(NotThere);
                Err(response)
            }
            Err(error) => Err(error::refusal(error, self.id)),
        }
    }

    /// The response that is cached.
    fn cached(&self, state: &SharedState, cached: &CachedResponse) -> HttpResponse {
        self.spend(state, budget::CACHED_COST.into(), || {
            cached.response(self.conditions(), CacheStatus::Hit)
        })
    }

    /// The requested operation, or the refusal.
    fn operation(&self, state: &SharedState, scope: &Scope) -> Result<Asked, Response> {
        let is_get = self.way == Way::Get;
        let params = if is_get {
            Params::from_address(std::str::from_utf8(self.bytes).unwrap_or_default())
        } else {
            Params::from_json(self.bytes)
        };
        let malformed = |message: &str| {
            let refused = Refused::because(ErrorCode::BadRequest, message);
            self.refuse(state, refused)
        };
        let params = params.map_err(|message| malformed(&message))?;
        let cites = params.cites().map_err(|message| malformed(&message))?;
        let document = state.documents.find(params.named());
        let document = document.map_err(|refused| self.refuse(state, refused))?;
        let name = params.operation_name.as_deref();
        let operation = state
            .documents
            .operation(&document, name, &params.variables, scope);
        let operation = match operation {
            Ok(operation) if cites => operation.citing().within_limit(),
            operation => operation,
        };
        let operation = operation.map_err(|refused| self.refuse(state, refused))?;
        if operation.is_subscription() {
            let message = "a subscription is answered over a WebSocket (graphql-transport-ws), or as events at `graphql/stream`";
            return Err(malformed(message));
        }
        if is_get && !operation.is_query() {
            let message = "a GET answers queries; a mutation is to be sent by POST";
            let refusal = error(
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::BadRequest,
                message,
            );
            return Err(([(header::ALLOW, "POST")], self.formed(refusal)).into_response());
        }
        Ok(Asked {
            document,
            params,
            operation,
        })
    }

    /// The refusal's response, for points.
    fn refuse(&self, state: &SharedState, refused: Refused) -> Response {
        let refusal = || from_route(self.refusal(refused, RequestReport::default()));
        let points = budget::REFUSED_COST.into();
        to_route(self.spend(state, points, refusal))
    }

    fn refusal(&self, refused: Refused, report: RequestReport) -> Response {
        if (self.view.is_some() || self.way.is_link())
            && let Some(error) = refused.0.first()
        {
            return error::refusal(error.clone(), self.id);
        }
        let response = GraphqlResponse::refused(refused, self.id.as_str());
        let mut refusal = response.http(self.media_type, report);
        refusal.headers_mut().extend(uncacheable());
        refusal
    }

    /// Takes points off the client's budget.
    fn charge(&self, state: &SharedState, points: u64) -> Result<RateLimitHeaders, Response> {
        state.charge(&self.asker.payer, points)
    }

    /// A response for points, if the budget allows it.
    fn spend(
        &self,
        state: &SharedState,
        points: u64,
        answer: impl FnOnce() -> HttpResponse,
    ) -> HttpResponse {
        match self.charge(state, points) {
            Ok(left) => {
                let mut answered = answer();
                left.add_to(answered.headers_mut());
                answered
            }
            Err(refusal) => from_route(refusal),
        }
    }

    /// The conditional headers of a GET.
    fn conditions(&self) -> Option<&HeaderMap> {
        self.way.may_be_stored().then_some(&self.head.headers)
    }

    /// The headers of a response that caches may store.
    fn storable(&self, state: &SharedState, tag: HeaderValue) -> HeaderMap {
        let mut headers = cacheable(&state.edge, tag);
        if self.way.is_for_good() {
            headers.insert(header::CACHE_CONTROL, FOR_GOOD);
        }
        headers
    }

    fn formed(&self, response: Response) -> Response {
        formed(self.media_type, response)
    }
}

/// A response that is one error, in a form of GraphQL's.
pub(super) fn formed(media_type: MediaType, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type.header());
    response
}

/// The timed steps of a request; none when there are no traces.
pub(super) struct Steps {
    began: Option<Instant>,
    done: Vec<Step>,
}

impl Steps {
    pub(super) fn begin(are_wanted: bool) -> Self {
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

/// Headers of a response that must not be stored.
fn uncacheable() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}
