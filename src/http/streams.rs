//! Responses in a stream, whatever the transport.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::stream::{self, BoxStream, Stream, StreamExt};
use axum::http::HeaderMap;
use opentelemetry::Context;
use tokio::time::sleep;
use tokio_stream::wrappers::WatchStream;
use tracing::info;

use super::panicked::panicked;
use super::params::Params;
use super::peer::Peer;
use super::report::RequestReport;
use super::request_id::RequestId;
use super::response::{Response, codes};
use super::state::SharedState;
use super::{budget, spans};
use crate::error::ErrorCode;
use crate::request::{Operation, Refused};

/// The responses to an operation: one for a query, one for each event of a subscription.
pub(super) type Responses = Pin<Box<dyn Stream<Item = Response> + Send>>;

/// The client of a long-lived connection.
pub(super) struct Caller {
    /// Whose budget is used; none without budgets.
    pub(super) client: Option<IpAddr>,
    /// The transport, as logged.
    pub(super) transport: &'static str,
    /// The id of the request that began the connection.
    pub(super) id: RequestId,
    /// The client's span.
    pub(super) parent: Context,
}

impl Caller {
    pub(super) fn of(
        state: &SharedState,
        transport: &'static str,
        peer: Peer,
        id: RequestId,
        headers: &HeaderMap,
    ) -> Arc<Self> {
        Arc::new(Self {
            client: state.client(peer, headers),
            transport,
            id,
            parent: spans::parent(headers),
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
        operation,
        observed,
    };
    Ok(stream::unfold(Some(streaming), Streaming::next).boxed())
}

/// A streamed operation on its way.
struct Streaming {
    /// What is told: that there is a version.
    events: BoxStream<'static, ()>,
    operation: Operation,
    observed: Observed,
}

impl Streaming {
    /// The next response, and the streaming as it goes on after it.
    async fn next(streaming: Option<Self>) -> Option<(Response, Option<Self>)> {
        let mut streaming = streaming?;
        streaming.events.next().await?;
        let response = AssertUnwindSafe(streaming.respond()).catch_unwind().await;
        let (response, goes_on) = match response {
            Ok(response) => (response, true),
            Err(cause) => {
                let id = &streaming.observed.caller.id;
                let refused = Refused(vec![panicked(cause.as_ref(), id)]);
                (Response::refused(refused, id.as_str()), false)
            }
        };
        streaming.observed.respond(&response);
        Some((response, goes_on.then_some(streaming)))
    }

    /// The response to an event. The first was paid for before; each other waits until the client's budget
    /// has its cost, and then tells the newest version.
    async fn respond(&mut self) -> Response {
        let (state, caller) = (&self.observed.state, &self.observed.caller);
        let budget = state.budgets.as_ref().zip(caller.client);
        if let Some((budgets, client)) = budget.filter(|_| self.observed.responses > 0) {
            while let Err(seconds) = budgets.take(client, self.operation.cost) {
                sleep(Duration::from_secs(seconds)).await;
                while let Some(Some(())) = self.events.next().now_or_never() {}
            }
        }
        let scope = state.graph.scope();
        let response = Response::to(
            state,
            (&scope, &Arc::default()),
            &self.operation,
            caller.id.as_str(),
        )
        .await;
        response.unwrap_or_else(|refused| Response::refused(refused, caller.id.as_str()))
    }
}

/// A streamed operation: counted, logged and traced when it ends.
struct Observed {
    state: SharedState,
    caller: Arc<Caller>,
    began: Instant,
    report: RequestReport,
    responses: u64,
}

impl Observed {
    /// The requested operation, paid for; a refusal is paid for too.
    fn operation(&mut self, params: Result<Params, String>) -> Result<Operation, Refused> {
        let operation = self.read(params);
        let points = match &operation {
            Ok(operation) => operation.cost,
            Err(_refused) => budget::REFUSED_COST.into(),
        };
        if let (Some(budgets), Some(client)) = (&self.state.budgets, self.caller.client) {
            budgets.take(client, points).map_err(|seconds| {
                let message = format!("your budget is spent; try again in {seconds} s");
                Refused::because(ErrorCode::RateLimited, message)
            })?;
        }
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
