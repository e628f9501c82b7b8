//! How many sockets and event streams may be open at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places for sockets and event streams.
#[derive(Clone, Debug)]
pub(super) struct StreamSlots {
    free: Arc<Semaphore>,
    all: usize,
}

impl StreamSlots {
    pub(super) fn new(count: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(count)),
            all: count,
        }
    }

    /// A place, held until it is dropped; none when all are taken.
    pub(super) fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).try_acquire_owned().ok()
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.all - self.free.available_permits()
    }
}
