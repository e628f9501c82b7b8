//! Responses in a stream, whatever the transport.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::stream::{self, BoxStream, Stream, StreamExt};
use axum::http::HeaderMap;
use opentelemetry::Context;
use serde_json::{Value, json};
use tokio::time::sleep;
use tokio_stream::wrappers::WatchStream;
use tracing::info;

use super::cache::Basis;
use super::panicked::panicked;
use super::params::Params;
use super::payer::Payer;
use super::report::RequestReport;
use super::request_id::RequestId;
use super::response::{Response, codes};
use super::state::SharedState;
use super::{budget, spans};
use crate::error::ErrorCode;
use crate::graph::Scope;
use crate::request::{Operation, Refused, sha256};

/// The responses to an operation: one for a query, one for each event of a subscription.
pub(super) type Responses = Pin<Box<dyn Stream<Item = Response> + Send>>;

/// The client of a long-lived connection.
pub(super) struct Caller {
    /// Whose budget is used.
    pub(super) payer: Payer,
    /// The transport, as logged.
    pub(super) transport: &'static str,
    /// The id of the request that began the connection.
    pub(super) id: RequestId,
    /// The client's span.
    pub(super) parent: Context,
}

impl Caller {
    pub(super) fn of(
        transport: &'static str,
        payer: Payer,
        id: RequestId,
        headers: &HeaderMap,
    ) -> Arc<Self> {
        Arc::new(Self {
            payer,
            transport,
            id,
            parent: spans::parent(headers),
        })
    }

    /// The same client, whose budget is another.
    pub(super) fn paid_by(&self, payer: Payer) -> Arc<Self> {
        Arc::new(Self {
            payer,
            transport: self.transport,
            id: self.id.clone(),
            parent: self.parent.clone(),
        })
    }
}

/// The responses to a request, or its refusal, which is paid for, too.
pub(super) fn responses(
    state: &SharedState,
    caller: &Arc<Caller>,
    params: Result<Params, String>,
) -> Result<Responses, Refused> {
    let mut observed = Observed {
        state: Arc::clone(state),
        caller: Arc::clone(caller),
        began: Instant::now(),
        report: RequestReport::default(),
        responses: 0,
        question: Arc::default(),
    };
    let operation = observed.operation(params);
    let operation = operation.inspect_err(|refused| observed.report.codes = codes(&refused.0))?;
    let events = if operation.is_subscription() {
        WatchStream::new(state.graph.versions()).map(drop).boxed()
    } else {
        stream::iter([()]).boxed()
    };
    let streaming = Streaming {
        events,
        question: observed.question.clone(),
        operation,
        observed,
        told: None,
    };
    Ok(stream::unfold(Some(streaming), Streaming::next).boxed())
}

/// A streamed operation on its way.
struct Streaming {
    /// What is told: that there is a version.
    events: BoxStream<'static, ()>,
    operation: Operation,
    /// What tells it from other operations.
    question: Arc<str>,
    observed: Observed,
    told: Option<Told>,
}

/// What was told last.
struct Told {
    version: i64,
    basis: Basis,
    data: Vec<u8>,
}

impl Streaming {
    /// The next response, and the streaming as it goes on after it.
    async fn next(streaming: Option<Self>) -> Option<(Response, Option<Self>)> {
        let mut streaming = streaming?;
        loop {
            streaming.events.next().await?;
            let response = AssertUnwindSafe(streaming.respond()).catch_unwind().await;
            let (response, goes_on) = match response {
                Ok(Some(response)) => (response, true),
                Ok(None) => continue,
                Err(cause) => {
                    let id = &streaming.observed.caller.id;
                    let refused = Refused(vec![panicked(cause.as_ref(), id)]);
                    (Response::refused(refused, id.as_str()), false)
                }
            };
            streaming.observed.respond(&response);
            return Some((response, goes_on.then_some(streaming)));
        }
    }

    /// The response to an event; nothing where there is nothing to tell. The first was paid for before; each other waits
    /// until the client's budget has its cost, and then tells the newest version.
    async fn respond(&mut self) -> Option<Response> {
        let (state, caller) = (&self.observed.state, &self.observed.caller);
        let field = self.operation.subscribed();
        // What is told of each version is told whatever it is.
        let differs = matches!(field, Some("node" | "query"));
        if let Some(told) = self.told.as_ref().filter(|_| differs)
            && told.basis.is_as_it_was(&state.graph.scope())
        {
            return None;
        }
        if self.told.is_some() {
            while let Err(seconds) = state.take(&caller.payer, self.operation.cost) {
                sleep(Duration::from_secs(seconds)).await;
                while let Some(Some(())) = self.events.next().now_or_never() {}
            }
        }
        let told = self.told.as_ref().map(|told| told.version);
        let scope = Scope {
            told: told.filter(|_| field == Some("changes")),
            ..state.graph.scope()
        };
        let version = scope.snapshot.version().number;
        let made = async {
            let seen = (&scope, &Arc::default());
            let id = caller.id.as_str();
            let response = Response::to(&state.edge, seen, &self.operation, id).await;
            response.unwrap_or_else(|refused| Response::refused(refused, id))
        };
        let response = if field.is_some() {
            let run = state
                .runs
                .of(version, (Arc::clone(&self.question), scope.told));
            run.get_or_init(|| made).await.clone()
        } else {
            made.await
        };
        let before = self.told.replace(Told {
            version,
            basis: Basis::of(&self.operation, &scope),
            data: if differs {
                response.data().to_vec()
            } else {
                Vec::new()
            },
        });
        let is_same = before.is_some_and(|before| differs && before.data == response.data());
        let is_nothing = field == Some("changes") && is_empty(response.data());
        (!is_same && !is_nothing || !response.is_whole()).then_some(response)
    }
}

/// Whether an answer has lists, and nothing in any of them.
fn is_empty(data: &[u8]) -> bool {
    fn lists(value: &Value, found: &mut Vec<bool>) {
        match value {
            Value::Array(items) => found.push(items.is_empty()),
            Value::Object(fields) => fields.values().for_each(|value| lists(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    lists(
        &serde_json::from_slice(data).unwrap_or_default(),
        &mut found,
    );
    !found.is_empty() && found.iter().all(|is_empty| *is_empty)
}

/// A streamed operation: counted, logged and traced when it ends.
struct Observed {
    state: SharedState,
    caller: Arc<Caller>,
    began: Instant,
    report: RequestReport,
    responses: u64,
    /// What tells the operation from others.
    question: Arc<str>,
}

impl Observed {
    /// The requested operation, paid for; a refusal is paid for too.
    fn operation(&mut self, params: Result<Params, String>) -> Result<Operation, Refused> {
        let operation = self.read(params);
        let points = match &operation {
            Ok(operation) => operation.cost,
            Err(_refused) => budget::REFUSED_COST.into(),
        };
        let taken = self.state.take(&self.caller.payer, points);
        taken.map_err(|seconds| {
            let message = format!("your budget is spent; try again in {seconds} s");
            Refused::because(ErrorCode::RateLimited, message)
        })?;
        operation
    }

    fn read(&mut self, params: Result<Params, String>) -> Result<Operation, Refused> {
        let malformed = |message| Refused::because(ErrorCode::BadRequest, message);
        let params = params.map_err(malformed)?;
        let cites = params.cites().map_err(malformed)?;
        let documents = &self.state.documents;
        let document = documents.find(params.named())?;
        let (name, scope) = (params.operation_name.as_deref(), self.state.graph.scope());
        let mut operation = documents.operation(&document, name, &params.variables, &scope)?;
        if cites {
            operation = operation.citing().within_limit()?;
        }
        self.report = RequestReport::of(&document, &operation, self.state.tracer.is_some());
        let variables = Value::Object(params.variables);
        let name = params.operation_name;
        let question = json!([document.text, name, variables, cites]).to_string();
        self.question = sha256(&question).into();
        Ok(operation)
    }

    fn respond(&mut self, response: &Response) {
        self.responses += 1;
        for code in response.codes() {
            if !self.report.codes.contains(&code) {
                self.report.codes.push(code);
            }
        }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let (caller, report) = (&self.caller, &self.report);
        let metrics = &self.state.metrics;
        metrics.count_streamed(caller.transport, report, self.responses);
        if let Some(tracer) = &self.state.tracer {
            let ended = self.state.graph.now().into();
            spans::streamed(tracer, &caller.parent, report, self.began, ended);
        }
        info!(
            transport = caller.transport,
            duration_us = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            request_id = caller.id.as_str(),
            operation = report.operation.as_deref(),
            kind = report.kind,
            cost = report.kind.map(|_| report.cost),
            answers = self.responses,
            codes = (!report.codes.is_empty()).then(|| report.codes.join(",")),
            "operation"
        );
    }
}
