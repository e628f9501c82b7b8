//! Answers that come one after the other, whatever carries them.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use async_graphql::futures_util::stream::{self, Stream, StreamExt};
use axum::http::HeaderMap;
use opentelemetry::Context;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::info;

use super::answer::{Answer, codes};
use super::connection::Peer;
use super::observe::RequestId;
use super::params::Params;
use super::told::Told;
use super::{Served, budget, spans};
use crate::front::{Operation, Refused};
use crate::graphql::ErrorCode;

/// The answers to an operation: of a query one, of a subscription one for each event.
pub(super) type Answers = Pin<Box<dyn Stream<Item = Answer> + Send>>;

/// Who asks, on a connection that stays.
pub(super) struct Caller {
    /// Whose budget it is; nothing without budgets.
    pub(super) client: Option<IpAddr>,
    /// What carries the answers, as the log has it.
    pub(super) transport: &'static str,
    /// The id of the request that began the connection.
    pub(super) id: RequestId,
    /// The span that the client told with it.
    pub(super) parent: Context,
}

impl Caller {
    pub(super) fn of(
        served: &Served,
        transport: &'static str,
        peer: Peer,
        id: RequestId,
        headers: &HeaderMap,
    ) -> Arc<Self> {
        Arc::new(Self {
            client: served.client(peer, headers),
            transport,
            id,
            parent: spans::parent(headers),
        })
    }
}

/// The answers to a request; or why it is not executed.
pub(super) fn answers(
    served: &Served,
    caller: &Arc<Caller>,
    params: &Params,
) -> Result<Answers, Refused> {
    let mut observed = Observed {
        served: Arc::clone(served),
        caller: Arc::clone(caller),
        began: Instant::now(),
        told: Told::default(),
        answers: 0,
    };
    let operation = observed.operation(params);
    let operation = operation.inspect_err(|refused| observed.told.codes = codes(&refused.0))?;
    let served = Arc::clone(served);
    let answers = if operation.is_subscription() {
        Answer::each(&served, operation)
    } else {
        let answer = async move {
            let view = served.graph.view();
            let answer = Answer::to(&served, view, operation).await;
            answer.unwrap_or_else(Answer::refused)
        };
        stream::once(answer).boxed()
    };
    Ok(answers
        .inspect(move |answer| observed.answer(answer))
        .boxed())
}

/// An operation that is answered over time; counted, logged and traced when it is dropped.
struct Observed {
    served: Served,
    caller: Arc<Caller>,
    began: Instant,
    told: Told,
    answers: u64,
}

impl Observed {
    /// The operation that is asked for, paid for; or why there is none, paid for as well.
    fn operation(&mut self, params: &Params) -> Result<Operation, Refused> {
        let operation = self.read(params);
        let points = match &operation {
            Ok(operation) => operation.cost,
            Err(_refused) => budget::REFUSED.into(),
        };
        if let (Some(budgets), Some(client)) = (&self.served.budgets, self.caller.client) {
            budgets.take(client, points).map_err(|seconds| {
                let message = format!("your budget is spent; try again in {seconds} s");
                Refused::because(ErrorCode::RateLimited, message)
            })?;
        }
        operation
    }

    fn read(&mut self, params: &Params) -> Result<Operation, Refused> {
        let front = &self.served.front;
        let document = front.document(params.named())?;
        let name = params.operation_name.as_deref();
        let operation = front.operation(&document, name, &params.variables)?;
        self.told = Told::of(&self.served, &document, &operation);
        Ok(operation)
    }

    fn answer(&mut self, answer: &Answer) {
        self.answers += 1;
        for code in answer.codes() {
            if !self.told.codes.contains(&code) {
                self.told.codes.push(code);
            }
        }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let (caller, told) = (&self.caller, &self.told);
        self.served.metrics.count_streamed(caller.transport, told);
        if let Some(tracer) = &self.served.tracer {
            spans::streamed(tracer, &caller.parent, told, self.began);
        }
        info!(
            transport = caller.transport,
            duration_us = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            request_id = caller.id.as_str(),
            operation = told.operation.as_deref(),
            kind = told.kind,
            cost = told.kind.map(|_| told.cost),
            answers = self.answers,
            codes = (!told.codes.is_empty()).then(|| told.codes.join(",")),
            "operation"
        );
    }
}

/// The places for sockets and event streams.
#[derive(Clone, Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    all: usize,
}

impl Places {
    pub(super) fn new(count: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(count)),
            all: count,
        }
    }

    /// A place, held until it is dropped; nothing when all are taken.
    pub(super) fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).try_acquire_owned().ok()
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.all - self.free.available_permits()
    }
}
