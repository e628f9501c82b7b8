//! What the requests of a connection share.

use std::sync::Arc;

use super::peer::Peer;
use super::state::SharedState;

/// What all requests of a connection share. Counting its users is cheap, as mostly one core does it;
/// counting those of what all connections share is not.
#[derive(Clone)]
pub(super) struct Connection(pub(super) Arc<(SharedState, Peer)>);

impl Connection {
    pub(super) fn state(&self) -> &SharedState {
        &self.0.0
    }

    pub(super) fn peer(&self) -> Peer {
        self.0.1
    }
}
