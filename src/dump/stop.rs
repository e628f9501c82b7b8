//! When to stop making a dump.

use tokio::sync::watch;

use super::error::DumpError;

/// Tells when to stop.
#[derive(Clone, Debug)]
pub(super) struct Stop(pub(super) watch::Receiver<bool>);

impl Stop {
    /// Goes on unless the server is stopping.
    pub(super) fn check(&self) -> Result<(), DumpError> {
        if *self.0.borrow() {
            return Err(DumpError::Stopping);
        }
        Ok(())
    }

    /// Waits until the server is stopping.
    pub(super) async fn wait(mut self) {
        // Where nobody could tell any more, it is.
        let _ = self.0.wait_for(|is_so| *is_so).await;
    }
}
