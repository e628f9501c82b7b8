//! The server's stop signal.

use tokio::sync::watch;

/// Signals that the server stops.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// A pair: dropping the sender signals the stop.
    #[must_use]
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Waits until the server stops.
    pub async fn wait(mut self) {
        while self.0.changed().await.is_ok() {}
    }
}
