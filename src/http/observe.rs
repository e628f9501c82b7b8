//! What every request passes: it gets an id, is counted and logged in one line, and its answer gets the
//! headers that all have.

use std::any::Any;
use std::convert::Infallible;
use std::hash::{BuildHasher as _, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_graphql::futures_util::FutureExt as _;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use tower::Service;
use tracing::info;

use super::told::Told;
use super::{Served, error};
use crate::graphql::ErrorCode;

/// The header that carries a request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What an answer that is no page may load in a browser: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Observes a request on its way through a service. Never what a query holds.
pub(super) async fn observe<S>(served: &Served, request: Request, service: &mut S) -> Response
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    let started = Instant::now();
    let method = request.method().clone();
    let route = route(request.uri().path());
    let id = served.ids.of(request.headers());
    let answered = AssertUnwindSafe(service.call(request)).catch_unwind().await;
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(cause) => panicked(cause.as_ref()),
    };
    let took = started.elapsed();
    let status = response.status().as_u16();
    let told = response.extensions_mut().remove::<Told>();
    served.metrics.count(route, status, took, told.as_ref());
    if tracing::enabled!(tracing::Level::INFO) {
        let told = told.unwrap_or_default();
        info!(
            %method,
            route,
            status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = id.to_str().ok(),
            operation = told.operation.as_deref(),
            kind = told.kind,
            cost = told.kind.map(|_| told.cost),
            cache = told.kind.map(|_| told.from.as_str()),
            codes = (!told.codes.is_empty()).then(|| told.codes.join(",")),
            "request"
        );
    }
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(NOTHING);
    response
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

/// The ids of requests.
#[derive(Debug, Default)]
pub(super) struct Ids {
    seed: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// The id that a client or proxy gives, or a new one.
    fn of(&self, headers: &HeaderMap) -> HeaderValue {
        let given = headers
            .get(&REQUEST_ID)
            .filter(|given| (1..=100).contains(&given.len()));
        given.cloned().unwrap_or_else(|| self.next())
    }

    /// A new one, in the form of a UUID. It is to be rare, not secret.
    fn next(&self) -> HeaderValue {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let (high, low) = (
            self.seed.hash_one((number, 0)),
            self.seed.hash_one((number, 1)),
        );
        let version = 0x4000 | high & 0x0fff;
        let variant = 0x8000 | low >> 48 & 0x3fff;
        let mut id = [b'-'; 36];
        for (at, digits, value) in [
            (0, 8, high >> 32),
            (9, 4, high >> 16),
            (14, 4, version),
            (19, 4, variant),
            (24, 12, low),
        ] {
            for digit in 0..digits {
                let nibble = (value >> (4 * (digits - 1 - digit)) & 0xf) as usize;
                id[at + digit] = b"0123456789abcdef"[nibble];
            }
        }
        HeaderValue::from_bytes(&id).unwrap_or(HeaderValue::from_static("unknown"))
    }
}
