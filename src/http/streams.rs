//! Answers that come one after the other, whatever carries them.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Served;
use super::answer::Answer;
use super::params::Params;
use crate::front::Refused;
use crate::graphql::ErrorCode;

/// The answers to an operation: of a query one, of a subscription one for each event.
pub(super) type Answers = Pin<Box<dyn Stream<Item = Answer> + Send>>;

/// The answers to a request; or why it is not executed.
pub(super) fn answers(
    served: &Served,
    client: Option<IpAddr>,
    params: &Params,
) -> Result<Answers, Refused> {
    let front = &served.front;
    let document = front.document(params.named())?;
    let operation = front.operation(
        &document,
        params.operation_name.as_deref(),
        &params.variables,
    )?;
    if let (Some(budgets), Some(client)) = (&served.budgets, client) {
        budgets.take(client, operation.cost).map_err(|seconds| {
            let message = format!("your budget is spent; try again in {seconds} s");
            Refused::because(ErrorCode::RateLimited, message)
        })?;
    }
    let served = Arc::clone(served);
    if operation.is_subscription() {
        return Ok(Answer::each(&served, operation));
    }
    let answer = async move {
        let view = served.graph.view();
        Answer::to(&served, view, operation).await
    };
    Ok(stream::once(answer).boxed())
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
