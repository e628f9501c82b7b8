//! What every request passes: it gets an id, a log line and a count, and its response the common
//! headers.

use std::thread;
use std::time::Instant;

use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use hyper::body::Incoming;
use tracing::info;

use super::body::{HttpResponse, from_route};
use super::connection::Connection;
use super::dispatch::Handled;
use super::error::error_response;
use super::panicked::panicked;
use super::request_id::{REQUEST_ID, RequestId};
use super::security::secure;
use super::spans::Traced;
use super::state::SharedState;

/// The header that tells how many seconds ago the database was last looked at, while that fails or what it has
/// is not served.
const LAG: HeaderName = HeaderName::from_static("x-lag");

/// What is recorded of a request before its response. Never what a query holds.
pub(super) struct RequestObserver {
    started: Instant,
    /// None when the request could not be read.
    method: Option<Method>,
    route: &'static str,
    id: RequestId,
    /// For its spans, when there are traces.
    traced: Option<Box<Traced>>,
}

impl RequestObserver {
    pub(super) fn of(request: &Request<Incoming>, connection: &Connection) -> Self {
        let (started, state) = (Instant::now(), connection.state());
        let route = route(request.uri().path());
        // Probes come all day, all alike.
        let is_traced = state.tracer.is_some() && route != "health";
        Self {
            started,
            method: Some(request.method().clone()),
            route,
            id: state.ids.of(request.headers()),
            traced: is_traced.then(|| Box::new(Traced::of(request, connection, started))),
        }
    }

    /// Of a request whose head could not be read.
    pub(super) fn of_unreadable(state: &SharedState) -> Self {
        Self {
            started: Instant::now(),
            method: None,
            route: "unreadable",
            id: state.ids.of(&HeaderMap::new()),
            traced: None,
        }
    }

    /// The request's id.
    pub(super) const fn id(&self) -> &RequestId {
        &self.id
    }

    /// Reports and finishes the response, or one made for a panic.
    pub(super) fn finish(
        mut self,
        answer: thread::Result<Handled>,
        state: &SharedState,
    ) -> HttpResponse {
        let mut response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            Err(cause) => {
                let error = panicked(cause.as_ref(), &self.id);
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                from_route(error_response(status, &error))
            }
        };
        self.report(&response, state);
        let status = response.status();
        let headers = response.headers_mut();
        if status == StatusCode::NOT_MODIFIED {
            // It is the length of what was not sent, which is not 0 (RFC 9110, 8.6).
            headers.remove(header::CONTENT_LENGTH);
        }
        if let Some(since) = state.graph.behind() {
            headers.insert(LAG, since.as_secs().into());
        }
        common_headers(headers, self.id);
        response
    }

    /// Counts, logs and traces a response.
    fn report(&mut self, response: &HttpResponse, state: &SharedState) {
        let (took, report) = (self.started.elapsed(), &response.body().report);
        let status = response.status().as_u16();
        state
            .metrics
            .count(self.route, status, took, report.as_ref());
        let traced = self.traced.take().zip(state.tracer.as_ref());
        let trace = traced.map(|(traced, tracer)| {
            let route = Some(self.route).filter(|route| route.starts_with('/'));
            traced.answered(tracer, route, status, report.as_ref())
        });
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let operation = report.as_ref().filter(|report| report.kind.is_some());
        let codes = report.as_ref().map(|report| report.codes.join(","));
        info!(
            method = self.method.as_ref().map(Method::as_str),
            route = self.route,
            status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = self.id.as_str(),
            trace_id = trace.map(tracing::field::display),
            operation = report
                .as_ref()
                .and_then(|report| report.operation.as_deref()),
            kind = operation.and_then(|report| report.kind),
            cost = operation.map(|report| report.cost),
            cache = operation.map(|report| report.from.as_str()),
            codes = codes.filter(|codes| !codes.is_empty()),
            "request"
        );
    }
}

/// Adds the headers that all responses have.
pub(super) fn common_headers(headers: &mut HeaderMap, id: RequestId) {
    headers.insert(REQUEST_ID, id.0);
    if !headers.contains_key(header::X_CONTENT_TYPE_OPTIONS) {
        secure(headers);
    }
}

/// The route label of a path: one of a few, whatever the path.
fn route(path: &str) -> &'static str {
    match path {
        "/graphql" => "/graphql",
        "/graphql/stream" => "/graphql/stream",
        "/healthz" | "/readyz" | "/metrics" => "health",
        "/changes.atom" => "/changes.atom",
        _ if path.starts_with("/dump.") => "dumps",
        _ if path.starts_with("/d/") => "files",
        _ if path == "/q" || path.starts_with("/q/") => "links",
        _ => "pages",
    }
}
