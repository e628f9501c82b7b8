//! Long work, on a thread where it holds up no requests.
//!
//! May use: nothing of ours.

use std::panic::resume_unwind;

use tokio::task::spawn_blocking;

/// The server is stopping: the work was not begun.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the server is stopping")]
pub struct NotBegun;

/// Does work on a thread of its own. Where it panics, so does this.
pub async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotBegun> {
    spawn_blocking(work)
        .await
        .map_err(|failed| match failed.try_into_panic() {
            Ok(cause) => resume_unwind(cause),
            Err(_cancelled) => NotBegun,
        })
}
