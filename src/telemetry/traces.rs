//! Traces, sent to a collector by OTLP over HTTP.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{Key, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use opentelemetry_semantic_conventions::attribute::{SERVICE_NAME, SERVICE_VERSION};

use super::collector::Collector;
use crate::config::CollectorUrl;

/// How long the last spans may take at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Where spans go. They are collected and sent by a thread of its own; a collector that is slow or away
/// costs spans, not answers.
#[derive(Clone, Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Traces {
    /// Traces to a collector at a base address such as `http://localhost:4318`. What else can be set is
    /// read from OpenTelemetry's own variables.
    pub fn start(url: &CollectorUrl) -> anyhow::Result<Self> {
        let collector = Collector::new(url)?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(collector.shown())
            .with_http_client(collector)
            .build()?;
        let provider = SdkTracerProvider::builder()
            .with_resource(resource())
            .with_batch_exporter(exporter)
            .build();
        let tracer = provider.tracer(env!("CARGO_PKG_NAME"));
        Ok(Self { provider, tracer })
    }

    /// What makes spans.
    #[must_use]
    pub const fn tracer(&self) -> &SdkTracer {
        &self.tracer
    }

    /// Sends the spans that were not sent yet.
    pub async fn stop(self) {
        let sent =
            tokio::task::spawn_blocking(move || self.provider.shutdown_with_timeout(FAREWELL));
        if let Ok(Err(error)) = sent.await {
            tracing::warn!(%error, "the last traces may be lost");
        }
    }
}

/// Who sends: `iscm`, unless OpenTelemetry's variables name the service.
fn resource() -> Resource {
    let told = Resource::builder().build();
    let name = told.get(&Key::from_static_str(SERVICE_NAME));
    let is_named = name.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    let mut resource = Resource::builder();
    if !is_named {
        resource = resource.with_service_name(env!("CARGO_PKG_NAME"));
    }
    resource
        .with_attribute(KeyValue::new(SERVICE_VERSION, env!("CARGO_PKG_VERSION")))
        .build()
}
