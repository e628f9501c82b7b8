//! Metrics for Prometheus.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::report::{CacheStatus, RequestReport};

/// Labels of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
    status: u16,
}

const ANSWERED: Route = Route {
    route: "/graphql",
    status: 200,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Cache {
    cache: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: &'static str,
}

/// Labels of a streamed operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Streamed {
    transport: &'static str,
    kind: &'static str,
}

/// Gauges that are read when `/metrics` is requested.
pub(super) struct Gauges {
    /// The version that is served.
    pub(super) version: i64,
    /// How many versions the database is ahead.
    pub(super) lag: i64,
    /// Sockets and event streams that are open.
    pub(super) streams: u64,
    /// Cached responses.
    pub(super) cached: u64,
    /// The memory that they take, in bytes.
    pub(super) cached_bytes: u64,
    /// Cached documents.
    pub(super) documents: u64,
    /// Memory for what plans have rendered, in bytes.
    pub(super) rendered_bytes: u64,
}

/// The metrics.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Route, Counter>,
    /// Requests to the endpoint with status 200, which are nearly all.
    answered: Counter,
    /// Durations by cache status, in the order of [`CacheStatus::ALL`].
    durations: [Histogram; CacheStatus::ALL.len()],
    errors: Family<Code, Counter>,
    streamed: Family<Streamed, Counter>,
    cost: Counter,
    version: Gauge,
    lag: Gauge,
    /// Connections that are open.
    pub(super) connections: Gauge,
    /// Connections that were refused.
    pub(super) refused: Counter,
    sockets: Gauge,
    answers: Gauge,
    answer_bytes: Gauge,
    documents: Gauge,
    rendered_bytes: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("iscm");
        let requests: Family<_, Counter> = Family::default();
        registry.register(
            "http_requests",
            "Requests, by route and status",
            requests.clone(),
        );
        // From 16 µs to 16.8 s.
        let durations: Family<Cache, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(16e-6, 4.0, 11)));
        registry.register_with_unit(
            "graphql_request_duration",
            "How long GraphQL requests took, by where the answer is from",
            Unit::Seconds,
            durations.clone(),
        );
        let streamed = Family::default();
        registry.register(
            "graphql_streamed_operations",
            "Operations on sockets and event streams that have ended, by transport and kind",
            streamed.clone(),
        );
        let errors = Family::default();
        registry.register(
            "graphql_errors",
            "Answers with an error, by its code",
            errors.clone(),
        );
        let cost = Counter::default();
        registry.register(
            "graphql_cost_points",
            "What executed operations cost",
            cost.clone(),
        );
        let refused = Counter::default();
        registry.register(
            "connections_refused",
            "Connections that were refused",
            refused.clone(),
        );
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        Self {
            version: gauge(
                "graph_version",
                "The version of the data set that is served",
            ),
            lag: gauge(
                "graph_lag_versions",
                "How many versions the database is ahead",
            ),
            connections: gauge("connections_open", "Connections that are open"),
            sockets: gauge("sockets_open", "WebSockets and event streams that are open"),
            answers: gauge("answers_kept", "Finished answers that are kept"),
            answer_bytes: gauge("answers_kept_bytes", "The memory that they take, about"),
            documents: gauge("documents_kept", "Parsed documents that are kept"),
            rendered_bytes: gauge(
                "rendered_bytes",
                "The memory that parts of answers take that plans have rendered",
            ),
            answered: requests.get_or_create_owned(&ANSWERED),
            durations: CacheStatus::ALL.map(|from| {
                let label = Cache {
                    cache: from.as_str(),
                };
                durations.get_or_create(&label).clone()
            }),
            registry,
            requests,
            errors,
            streamed,
            cost,
            refused,
        }
    }
}

impl Metrics {
    /// Counts a request.
    pub(super) fn count(
        &self,
        route: &'static str,
        status: u16,
        took: Duration,
        report: Option<&RequestReport>,
    ) {
        let of = Route { route, status };
        if of == ANSWERED {
            self.answered.inc();
        } else {
            self.requests.get_or_create(&of).inc();
        }
        let Some(report) = report else {
            return;
        };
        self.durations[report.from as usize].observe(took.as_secs_f64());
        for code in &report.codes {
            self.errors.get_or_create(&Code { code }).inc();
        }
        if report.from == CacheStatus::Miss {
            self.cost.inc_by(report.cost);
        }
    }
}

impl Metrics {
    /// Counts a streamed operation.
    pub(super) fn count_streamed(
        &self,
        transport: &'static str,
        report: &RequestReport,
        responses: u64,
    ) {
        // What could not be read is of no kind.
        let kind = report.kind.unwrap_or("unknown");
        let operation = Streamed { transport, kind };
        self.streamed.get_or_create(&operation).inc();
        for code in &report.codes {
            self.errors.get_or_create(&Code { code }).inc();
        }
        // Each response costs as much; one that is refused is not executed.
        self.cost.inc_by(report.cost.saturating_mul(responses));
    }

    /// All metrics, as text.
    pub(super) fn text(&self, now: &Gauges) -> String {
        let set = |gauge: &Gauge, value: u64| {
            gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        };
        self.version.set(now.version);
        self.lag.set(now.lag);
        set(&self.sockets, now.streams);
        set(&self.answers, now.cached);
        set(&self.answer_bytes, now.cached_bytes);
        set(&self.documents, now.documents);
        set(&self.rendered_bytes, now.rendered_bytes);
        let mut text = String::new();
        if let Err(error) = encode(&mut text, &self.registry) {
            tracing::error!(%error, "the numbers cannot be written");
        }
        text
    }
}
