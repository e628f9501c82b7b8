//! What every request passes: it gets an id, a log line and a count, and its response the common
//! headers.

use std::any::Any;
use std::thread;
use std::time::Instant;

use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use hyper::body::Incoming;
use tracing::info;

use super::body::{HttpResponse, from_route};
use super::connection::Connection;
use super::dispatch::Handled;
use super::error::error_response;
use super::request_id::{REQUEST_ID, RequestId};
use super::security::secure;
use super::spans::Traced;
use super::state::SharedState;
use crate::error::{Error, ErrorCode};

/// What is recorded of a request before its response. Never what a query holds.
pub(super) struct RequestObserver {
    started: Instant,
    method: Method,
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
            method: request.method().clone(),
            route,
            id: state.ids.of(request.headers()),
            traced: is_traced.then(|| Box::new(Traced::of(request, connection, started))),
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
            Err(cause) => from_route(panicked(cause.as_ref(), &self.id)),
        };
        self.report(&response, state);
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, self.id.0);
        if !headers.contains_key(header::X_CONTENT_TYPE_OPTIONS) {
            secure(headers);
        }
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
            method = %self.method,
            route = self.route,
            status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = self.id.as_str(),
            trace_id = trace.map(tracing::field::display),
            operation = report.as_ref().and_then(|report| report.operation.as_deref()),
            kind = operation.and_then(|report| report.kind),
            cost = operation.map(|report| report.cost),
            cache = operation.map(|report| report.from.as_str()),
            codes = codes.filter(|codes| !codes.is_empty()),
            "request"
        );
    }
}

/// The response to a panic: an internal error. The log has the cause.
fn panicked(cause: &(dyn Any + Send), id: &RequestId) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let cause = text.or_else(|| cause.downcast_ref::<&str>().copied());
    let (cause, id) = (cause.unwrap_or("unknown"), id.as_str());
    tracing::error!(cause, request_id = id, "a handler panicked");
    let message = "internal error; the header x-request-id names this request in the server's log";
    let error = Error::new(ErrorCode::InternalServerError, message).with("requestId", id.into());
    error_response(StatusCode::INTERNAL_SERVER_ERROR, &error)
}

/// The route label of a path: one of a few, whatever the path.
fn route(path: &str) -> &'static str {
    match path {
        "/graphql" => "/graphql",
        "/graphql/stream" => "/graphql/stream",
        "/healthz" | "/readyz" | "/metrics" => "health",
        _ => "pages",
    }
}
