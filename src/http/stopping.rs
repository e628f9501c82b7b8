//! The end of the server, as those hear of it that wait for something.

use tokio::sync::watch;

/// Tells everything that waits for something that the server stops.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// One that is told when the other end is dropped.
    #[must_use]
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Ends when the server stops.
    pub async fn wait(mut self) {
        while self.0.changed().await.is_ok() {}
    }
}
