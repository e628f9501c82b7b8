//! A connection: its peer, and the server's state.

use std::sync::Arc;

use super::peer::Peer;
use super::state::SharedState;

/// What all requests of a connection share. Its reference count is cheap, as mostly one core
/// changes it; that of the server's state is not.
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
