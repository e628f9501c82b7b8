//! Traces: a span for the request, in it one for the operation, in that one for each step. Names
//! and attributes are those of OpenTelemetry's conventions for HTTP and GraphQL servers.

use std::borrow::Cow;
use std::time::{Instant, SystemTime};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Request, Version, header};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanKind, Status, TraceContextExt as _, TraceId,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracer;
use opentelemetry_semantic_conventions::attribute as name;

use super::connection::Connection;
use super::report::RequestReport;

/// The longest client text in an attribute, in bytes.
const MAX_ATTRIBUTE: usize = 300;

/// The longest `tracestate`, in bytes, by W3C Trace Context.
const MAX_TRACESTATE: usize = 512;

/// When something began, by the wall clock and by the monotonic clock.
#[derive(Clone, Copy, Debug)]
struct StartTime(SystemTime, Instant);

impl StartTime {
    fn at(self, instant: Instant) -> SystemTime {
        self.0 + instant.saturating_duration_since(self.1)
    }
}

/// A traced request: what its span records. Never what a query holds.
pub(super) struct Traced {
    began: StartTime,
    /// The client's span, if there is a `traceparent`.
    parent: Context,
    method: &'static str,
    attributes: Vec<KeyValue>,
}

impl Traced {
    pub(super) fn of<B>(request: &Request<B>, connection: &Connection, began: Instant) -> Self {
        let (headers, peer) = (request.headers(), connection.peer());
        let proxies = connection.state().edge.trusted_proxies as usize;
        let method = known(request.method());
        let version = match request.version() {
            Version::HTTP_10 => "1.0",
            _ => "1.1",
        };
        let client = peer.client(headers, proxies).to_string();
        let mut attributes = vec![
            KeyValue::new(name::HTTP_REQUEST_METHOD, method),
            KeyValue::new(name::URL_SCHEME, "http"),
            KeyValue::new(name::URL_PATH, short(request.uri().path())),
            KeyValue::new(name::CLIENT_ADDRESS, client),
            KeyValue::new(name::NETWORK_PEER_ADDRESS, peer.0.ip().to_string()),
            KeyValue::new(name::NETWORK_PEER_PORT, i64::from(peer.0.port())),
            KeyValue::new(name::NETWORK_PROTOCOL_VERSION, version),
        ];
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let agent = text(header::USER_AGENT);
        let host = text(header::HOST).and_then(|text| text.parse::<Authority>().ok());
        let host = host.as_ref();
        let port = host.and_then(Authority::port_u16).map(i64::from);
        attributes.extend(
            [
                agent.map(|agent| KeyValue::new(name::USER_AGENT_ORIGINAL, short(agent))),
                host.map(|host| KeyValue::new(name::SERVER_ADDRESS, short(host.host()))),
                port.map(|port| KeyValue::new(name::SERVER_PORT, port)),
            ]
            .into_iter()
            .flatten(),
        );
        Self {
            began: StartTime(connection.state().graph.now().into(), began),
            parent: parent(headers),
            method,
            attributes,
        }
    }

    /// Makes the spans of a finished request; their trace id.
    pub(super) fn answered(
        mut self,
        tracer: &SdkTracer,
        route: Option<&'static str>,
        status: u16,
        report: Option<&RequestReport>,
    ) -> TraceId {
        let ended = self.began.at(Instant::now());
        let method = match self.method {
            "_OTHER" => "HTTP",
            method => method,
        };
        let span_name = match route {
            Some(route) => format!("{method} {route}").into(),
            None => method.into(),
        };
        let route = route.map(|route| KeyValue::new(name::HTTP_ROUTE, route));
        self.attributes.extend(route);
        let code = KeyValue::new(name::HTTP_RESPONSE_STATUS_CODE, i64::from(status));
        self.attributes.push(code);
        // A client's error is no error of a server span.
        let fault = (status >= 500).then(|| status.to_string());
        let factory = SpanFactory(tracer, &self.parent);
        let within = factory.server(span_name, self.began, self.attributes, fault);
        if let Some(report) = report {
            SpanFactory(tracer, &within).operation(report, self.began, ended);
        }
        within.span().end_with_timestamp(ended);
        within.span().span_context().trace_id()
    }
}

/// Makes the spans of a streamed operation that has ended.
pub(super) fn streamed(
    tracer: &SdkTracer,
    parent: &Context,
    report: &RequestReport,
    began: Instant,
    ended: SystemTime,
) {
    let began = StartTime(ended - began.elapsed(), began);
    SpanFactory(tracer, parent).operation(report, began, ended);
}

/// Makes child spans.
struct SpanFactory<'a>(&'a SdkTracer, &'a Context);

impl SpanFactory<'_> {
    /// Spans of an operation and its steps.
    fn operation(&self, report: &RequestReport, began: StartTime, ended: SystemTime) {
        let mut attributes = Vec::new();
        if let Some(kind) = report.kind {
            let cost = i64::try_from(report.cost).unwrap_or(i64::MAX);
            attributes = vec![
                KeyValue::new(name::GRAPHQL_OPERATION_TYPE, kind),
                KeyValue::new("iscm.operation.cost", cost),
                KeyValue::new("iscm.answer.cache", report.from.as_str()),
            ];
        }
        for (name, text) in [
            (name::GRAPHQL_OPERATION_NAME, &report.operation),
            (name::GRAPHQL_DOCUMENT, &report.document),
        ] {
            let text = text.as_ref().map(|text| KeyValue::new(name, text.clone()));
            attributes.extend(text);
        }
        let code = report.codes.first().map(|code| (*code).to_owned());
        let name = report.kind.unwrap_or("GraphQL Operation");
        let within = self.server(name.into(), began, attributes, code);
        for step in &report.steps {
            SpanBuilder::from_name(step.name)
                .with_kind(SpanKind::Internal)
                .with_start_time(began.at(step.began))
                .start_with_context(self.0, &within)
                .end_with_timestamp(began.at(step.ended));
        }
        within.span().end_with_timestamp(ended);
    }

    /// A server span, with its `error.type` if there is an error.
    fn server(
        &self,
        span_name: Cow<'static, str>,
        began: StartTime,
        mut attributes: Vec<KeyValue>,
        error: Option<String>,
    ) -> Context {
        let is_error = error.is_some();
        attributes.extend(error.map(|error| KeyValue::new(name::ERROR_TYPE, error)));
        let mut span = SpanBuilder::from_name(span_name)
            .with_kind(SpanKind::Server)
            .with_start_time(began.0)
            .with_attributes(attributes)
            .start_with_context(self.0, self.1);
        if is_error {
            span.set_status(Status::error(""));
        }
        self.1.with_span(span)
    }
}

/// A client's text, cut short: spans wait to be sent, and should take little memory.
fn short(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_ATTRIBUTE)].to_owned()
}

/// The client's span, by W3C Trace Context.
pub(super) fn parent(headers: &HeaderMap) -> Context {
    let state = headers.get("tracestate");
    if state.is_some_and(|state| state.len() > MAX_TRACESTATE) {
        return Context::new();
    }
    TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers))
}

/// The name of a known method, or `_OTHER`: others could be anything.
fn known(method: &Method) -> &'static str {
    let methods = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
    ];
    let known = methods.into_iter().find(|name| method.as_str() == *name);
    known.unwrap_or("_OTHER")
}
