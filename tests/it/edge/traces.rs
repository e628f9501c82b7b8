//! Traces: what a collector gets, by OTLP over HTTP.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use iscm::config::CollectorUrl;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span};
use prost::Message;
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{Backend, TestDatabase, TestServer, both_databases, run};

both_databases! {
    requests_and_operations_are_spans,
    what_a_client_tells_is_cut_short,
    a_collector_that_is_away_costs_nothing,
}

const QUERY: &str = r#"query Rcm { iscm(acronym: "RCM") { name } }"#;
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// A collector, and what it has got.
struct Collector {
    endpoint: String,
    got: Arc<Mutex<Vec<ResourceSpans>>>,
}

impl Collector {
    async fn start() -> Self {
        let got = Arc::default();
        let routes = Router::new()
            .route("/v1/traces", post(Self::take))
            .with_state(Arc::clone(&got));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { endpoint, got }
    }

    async fn take(State(got): State<Arc<Mutex<Vec<ResourceSpans>>>>, body: Bytes) {
        let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
        got.lock().expect("no panic").extend(request.resource_spans);
    }

    fn spans(&self) -> Vec<Span> {
        let got = self.got.lock().expect("no panic");
        let scopes = got.iter().flat_map(|of| &of.scope_spans);
        scopes.flat_map(|of| of.spans.clone()).collect()
    }

    /// Who has sent, e.g. by `service.name`.
    fn sender(&self, key: &str) -> String {
        let got = self.got.lock().expect("no panic");
        let resource = got[0].resource.as_ref().expect("a resource");
        told(&resource.attributes, key).expect("a name")
    }
}

/// What attributes tell, as text.
fn told(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|of| of.key == key)?;
    let AnyValue { value } = found.value.as_ref()?;
    Some(match value.as_ref()? {
        Any::StringValue(text) => text.clone(),
        Any::IntValue(number) => number.to_string(),
        other => panic!("{key} is {other:?}"),
    })
}

fn is_failed(span: &Span) -> bool {
    let status = span.status.as_ref().expect("a status");
    status.code() == StatusCode::Error
}

async fn requests_and_operations_are_spans(backend: Backend) {
    let collector = Collector::start().await;
    let server = TestServer::configured(backend, |config| {
        config.otlp_endpoint = CollectorUrl::parse(&collector.endpoint);
    })
    .await;
    let port = server
        .address()
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let ask = async |query: &str, trace: &str| {
        let request = server.request(Method::POST, "/graphql");
        let request = request
            .header("traceparent", format!("00-{trace}-{PARENT}-01"))
            .header("user-agent", "a-client/1.0");
        let request = request.json(&json!({ "query": query }));
        request.send().await.expect("an answer")
    };
    let (kept, wrong) = (TRACE.replace('0', "1"), TRACE.replace('0', "2"));
    assert_eq!(ask(QUERY, TRACE).await.status(), 200);
    assert_eq!(ask(QUERY, &kept).await.status(), 200);
    ask("query Rcm { secret", &wrong).await;
    server.get("/readyz").await;
    let events = server.request(Method::GET, "/graphql/stream");
    let events = events.query(&[("query", "query Stream { __typename }")]);
    events
        .send()
        .await
        .expect("an answer")
        .text()
        .await
        .expect("events");
    server.stop().await;

    let spans = collector.spans();
    let of = |trace: &str| -> Vec<&Span> {
        let id = |span: &&Span| span.trace_id == hex(trace);
        spans.iter().filter(id).collect()
    };
    let named = |spans: &[&Span], name: &str| -> Span {
        let found: Vec<_> = spans.iter().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), 1, "{name} in {spans:#?}");
        (*found[0]).clone()
    };

    let made = of(TRACE);
    let request = named(&made, "POST /graphql");
    assert_eq!(request.kind(), SpanKind::Server);
    assert_eq!(request.parent_span_id, hex(PARENT));
    assert!(!is_failed(&request));
    for (key, right) in [
        ("http.request.method", "POST"),
        ("http.response.status_code", "200"),
        ("http.route", "/graphql"),
        ("url.path", "/graphql"),
        ("url.scheme", "http"),
        ("client.address", "127.0.0.1"),
        ("network.peer.address", "127.0.0.1"),
        ("network.protocol.version", "1.1"),
        ("server.address", "127.0.0.1"),
        ("server.port", &port),
        ("user_agent.original", "a-client/1.0"),
    ] {
        assert_eq!(
            told(&request.attributes, key).as_deref(),
            Some(right),
            "{key}"
        );
    }
    let operation = named(&made, "query");
    assert_eq!(operation.kind(), SpanKind::Server);
    assert_eq!(operation.parent_span_id, request.span_id);
    for (key, right) in [
        ("graphql.operation.type", "query"),
        ("graphql.operation.name", "Rcm"),
        (
            "graphql.document",
            "query Rcm { iscm(acronym: ?) { name } }",
        ),
        ("iscm.answer.cache", "miss"),
    ] {
        assert_eq!(
            told(&operation.attributes, key).as_deref(),
            Some(right),
            "{key}"
        );
    }
    let mut last = operation.start_time_unix_nano;
    for step in ["graphql.prepare", "graphql.execute", "graphql.encode"] {
        let step = named(&made, step);
        assert_eq!(step.parent_span_id, operation.span_id);
        assert!(step.start_time_unix_nano >= last && step.end_time_unix_nano >= last);
        last = step.end_time_unix_nano;
    }
    assert!(last <= operation.end_time_unix_nano);
    assert_eq!(operation.end_time_unix_nano, request.end_time_unix_nano);
    assert_eq!(made.len(), 5, "{made:#?}");

    // A kept answer takes no steps.
    let kept = of(&kept);
    assert_eq!(kept.len(), 2, "{kept:#?}");
    let from = told(&named(&kept, "query").attributes, "iscm.answer.cache");
    assert_eq!(from.as_deref(), Some("hit"));

    // What is refused is no operation yet, and the client's fault, not the server's.
    let wrong = of(&wrong);
    assert_eq!(wrong.len(), 2, "{wrong:#?}");
    let refused = named(&wrong, "GraphQL Operation");
    assert!(is_failed(&refused));
    let error = told(&refused.attributes, "error.type");
    assert_eq!(error.as_deref(), Some("GRAPHQL_PARSE_FAILED"));
    assert!(!is_failed(&named(&wrong, "POST /graphql")));

    // Events are a request, and their operation is a span of its own; probes are not traced.
    let all: Vec<&Span> = spans.iter().collect();
    named(&all, "GET /graphql/stream");
    let streamed = all.iter().filter(|span| {
        told(&span.attributes, "graphql.operation.name").as_deref() == Some("Stream")
    });
    assert_eq!(streamed.count(), 1);
    assert!(!all.iter().any(|span| span.name.contains("readyz")));
    assert!(!format!("{all:?}").contains("secret"));
    assert_eq!(collector.sender("service.name"), "iscm");
    assert_eq!(
        collector.sender("service.version"),
        env!("CARGO_PKG_VERSION")
    );
}

async fn what_a_client_tells_is_cut_short(backend: Backend) {
    let collector = Collector::start().await;
    let server = TestServer::configured(backend, |config| {
        config.otlp_endpoint = CollectorUrl::parse(&collector.endpoint);
    })
    .await;
    let long = "x".repeat(5_000);
    let request = server.request(Method::GET, &format!("/{long}"));
    let request = request
        .header("traceparent", format!("00-{TRACE}-{PARENT}-01"))
        .header("tracestate", format!("of={long}"))
        .header("user-agent", &long);
    assert_eq!(request.send().await.expect("an answer").status(), 404);
    server.stop().await;
    let spans = collector.spans();
    let request = spans
        .iter()
        .find(|span| span.name == "GET")
        .expect("a span");
    for key in ["url.path", "user_agent.original"] {
        assert_eq!(
            told(&request.attributes, key).map(|text| text.len()),
            Some(300),
            "{key}"
        );
    }
    assert_eq!(request.trace_state, "");
    assert_ne!(request.trace_id, hex(TRACE));
}

async fn a_collector_that_is_away_costs_nothing(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.otlp_endpoint = CollectorUrl::parse("http://127.0.0.1:1");
    })
    .await;
    let data = server.data(QUERY, json!({})).await;
    assert_eq!(data["iscm"]["name"], "Regional Conference on Migration");
    server.stop().await;
}

#[test]
fn an_address_that_is_none_is_told() {
    let database = TestDatabase::empty(Backend::Sqlite);
    for endpoint in ["no address", "http://"] {
        let finished = run(&[
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database.url(),
            "--otlp-endpoint",
            endpoint,
        ]);
        assert_eq!(finished.code, Some(1), "{}", finished.err);
        let last = finished.err.lines().last().unwrap_or_default();
        let right = "iscm: --otlp-endpoint takes an address such as http://localhost:4318";
        assert_eq!(last, right);
    }
}

/// Bytes of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).expect("digits");
    (0..text.len()).step_by(2).map(digits).collect()
}
