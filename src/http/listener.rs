//! Connections: how many, and until when.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tracing::{debug, warn};

use super::open_connections::{Full, OpenConnections};
use super::refusal::too_many_connections;
use super::routes::Routes;
use super::serve::connection;

/// How long requests under way may take after the server is stopped.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// As many connections may wait to be accepted.
const BACKLOG: usize = 1_024;

/// Serves until the server stops, then finishes the requests under way, for ten seconds at most.
pub(super) async fn serve(listener: TcpListener, routes: &Routes) {
    let state = &routes.state;
    let (edge, metrics) = (&state.edge, &state.metrics);
    let open = OpenConnections::new(edge, metrics.connections.clone());
    let mut connections = JoinSet::new();
    let stopped = state.stopping.clone().wait();
    tokio::pin!(stopped);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_ended) = connections.join_next(), if !connections.is_empty() => continue,
            () = &mut stopped => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // One connection failed, or descriptors ran out: then others must end first.
                debug!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
        };
        admit(routes, &open, &mut connections, stream, peer);
    }
    // Those who connected before have sent a request, perhaps, which would be lost with the listener.
    if let Ok(listener) = listener.into_std() {
        for _ in 0..BACKLOG {
            let Ok((stream, peer)) = listener.accept() else {
                break;
            };
            let stream = stream.set_nonblocking(true).map(|()| stream);
            if let Ok(stream) = stream.and_then(TcpStream::from_std) {
                admit(routes, &open, &mut connections, stream, peer);
            }
        }
    }
    if tokio::time::timeout(SHUTDOWN_GRACE, open.closed())
        .await
        .is_err()
    {
        warn!("requests that are still under way are broken off");
    }
}

/// Serves a connection, if there is a place for it.
fn admit(
    routes: &Routes,
    open: &OpenConnections,
    connections: &mut JoinSet<()>,
    stream: TcpStream,
    peer: SocketAddr,
) {
    let full = match open.take(peer.ip()) {
        Ok(place) => {
            connections.spawn(connection(stream, peer, place, routes));
            return;
        }
        Err(full) => full,
    };
    match full {
        Full::All => warn!(
            most = routes.state.edge.connections,
            "a connection is refused: too many are open"
        ),
        Full::Address => {
            debug!(%peer, "a connection is refused: its address has too many");
        }
    }
    routes.state.metrics.refused.inc();
    // What cannot be sent at once is not sent.
    let _ = stream.try_write(&too_many_connections(routes));
}
