//! What every request passes: it gets an id, is counted and logged in one line, and its answer gets the
//! headers that all have.

use std::any::Any;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use hyper::body::Incoming;
use tracing::info;

use super::connection::Connection;
use super::dispatch::Answer;
use super::payload::{Answered, from_route};
use super::spans::Traced;
use super::{Served, error};
use crate::graphql::ErrorCode;

/// The header that carries a request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What an answer that is no page may load in a browser: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// Adds the headers by which browsers do no more with an answer than they should.
pub(super) fn secure(headers: &mut HeaderMap) {
    let no_guess = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, no_guess);
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(NOTHING);
}

/// What is seen of a request before it is answered. Never what a query holds.
pub(super) struct Seen {
    started: Instant,
    method: Method,
    route: &'static str,
    id: RequestId,
    /// For its spans, where traces are wanted.
    traced: Option<Box<Traced>>,
}

impl Seen {
    pub(super) fn of(request: &Request<Incoming>, connection: &Connection) -> Self {
        let (started, served) = (Instant::now(), connection.served());
        let route = route(request.uri().path());
        // Probes come all day, and all alike.
        let is_traced = served.tracer.is_some() && route != "health";
        Self {
            started,
            method: request.method().clone(),
            route,
            id: served.ids.of(request.headers()),
            traced: is_traced.then(|| Box::new(Traced::of(request, connection, started))),
        }
    }

    /// The request's id.
    pub(super) const fn id(&self) -> &RequestId {
        &self.id
    }

    /// The answer that came, or a panic in its place, observed and finished.
    pub(super) fn finish(mut self, answer: thread::Result<Answer>, served: &Served) -> Answered {
        let mut response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            Err(cause) => from_route(panicked(cause.as_ref())),
        };
        self.tell(&response, served);
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, self.id.0);
        if !headers.contains_key(header::X_CONTENT_TYPE_OPTIONS) {
            secure(headers);
        }
        response
    }

    /// Counts an answer, and logs it in one line.
    fn tell(&mut self, response: &Answered, served: &Served) {
        let (took, told) = (self.started.elapsed(), &response.body().told);
        let status = response.status().as_u16();
        served
            .metrics
            .count(self.route, status, took, told.as_ref());
        let traced = self.traced.take().zip(served.tracer.as_ref());
        let trace = traced.map(|(traced, tracer)| {
            let route = Some(self.route).filter(|route| route.starts_with('/'));
            traced.answered(tracer, route, status, told.as_ref())
        });
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let operation = told.as_ref().filter(|told| told.kind.is_some());
        let codes = told.as_ref().map(|told| told.codes.join(","));
        info!(
            method = %self.method,
            route = self.route,
            status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = self.id.as_str(),
            trace_id = trace.map(tracing::field::display),
            operation = told.as_ref().and_then(|told| told.operation.as_deref()),
            kind = operation.and_then(|told| told.kind),
            cost = operation.map(|told| told.cost),
            cache = operation.map(|told| told.from.as_str()),
            codes = codes.filter(|codes| !codes.is_empty()),
            "request"
        );
    }
}

/// What a client sees of a panic: that the fault is ours. The log has the rest.
fn panicked(cause: &(dyn Any + Send)) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let cause = text.or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = cause.unwrap_or("unknown"), "a handler panicked");
    let message = "internal error; the header x-request-id names this request in the server's log";
    error(
        StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::InternalServerError,
        message,
    )
}

/// The route of a path: one of a few names, whatever a client asks for.
fn route(path: &str) -> &'static str {
    match path {
        "/graphql" => "/graphql",
        "/graphql/stream" => "/graphql/stream",
        "/healthz" | "/readyz" | "/metrics" => "health",
        _ => "pages",
    }
}

/// The id of a request.
#[derive(Clone, Debug)]
pub(super) struct RequestId(HeaderValue);

impl RequestId {
    pub(super) fn as_str(&self) -> Option<&str> {
        self.0.to_str().ok()
    }
}

/// The ids of requests.
#[derive(Debug, Default)]
pub(super) struct Ids {
    seed: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// The id that a client or proxy gives, or a new one.
    fn of(&self, headers: &HeaderMap) -> RequestId {
        let given = headers
            .get(&REQUEST_ID)
            .filter(|given| (1..=100).contains(&given.len()));
        RequestId(given.cloned().unwrap_or_else(|| self.next()))
    }

    /// A new one. It is to be rare, not secret.
    fn next(&self) -> HeaderValue {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let id = self.seed.hash_one(number);
        let digits: [u8; 16] = std::array::from_fn(|at| {
            let nibble = id >> (60 - 4 * at) & 0xf;
            b"0123456789abcdef"[nibble as usize]
        });
        HeaderValue::from_bytes(&digits).unwrap_or(HeaderValue::from_static("unknown"))
    }
}
