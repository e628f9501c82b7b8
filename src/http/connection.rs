//! A connection: its peer, its place among those that are open, and the server's state.

use std::sync::Arc;

use super::open_connections::OpenConnection;
use super::peer::Peer;
use super::state::SharedState;

/// What all requests of a connection share. Its reference count is cheap, as mostly one core
/// changes it; that of the server's state is not.
#[derive(Clone)]
pub(super) struct Connection(Arc<Shared>);

struct Shared {
    state: SharedState,
    peer: Peer,
    /// Held by whom the connection belongs to: what serves it, then a socket.
    _open: OpenConnection,
}

impl Connection {
    pub(super) fn new(state: SharedState, peer: Peer, open: OpenConnection) -> Self {
        Self(Arc::new(Shared {
            state,
            peer,
            _open: open,
        }))
    }

    pub(super) fn state(&self) -> &SharedState {
        &self.0.state
    }

    pub(super) fn peer(&self) -> Peer {
        self.0.peer
    }
}
