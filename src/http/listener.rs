//! Connections: how many, and until when.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tracing::{debug, warn};

use super::peer::network;
use super::routes::Routes;
use super::serve::connection;

/// How long requests under way may take after the server is stopped.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// Serves until the server stops, then finishes the requests under way, for ten seconds at most.
pub(super) async fn serve(listener: TcpListener, routes: &Routes) {
    let state = &routes.state;
    let (edge, metrics) = (&state.edge, &state.metrics);
    let open = Arc::new(OpenConnections::default());
    let mut connections = JoinSet::new();
    let stopped = state.stopping.clone().wait();
    tokio::pin!(stopped);
    loop {
        metrics
            .connections
            .set(i64::try_from(connections.len()).unwrap_or(i64::MAX));
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
        let most = edge.connections as usize;
        if connections.len() >= most {
            warn!(most, "a connection is refused: too many are open");
            metrics.refused.inc();
            refuse(&stream);
            continue;
        }
        let Some(counted) =
            OpenConnections::take(&open, network(peer.ip()), edge.connections_per_address)
        else {
            debug!(%peer, "a connection is refused: its address has too many");
            metrics.refused.inc();
            refuse(&stream);
            continue;
        };
        let connection = connection(stream, peer, routes);
        connections.spawn(async move {
            connection.await;
            drop(counted);
        });
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_GRACE, all).await.is_err() {
        warn!("requests that are still under way are broken off");
    }
}

/// Sends a 503 to a peer, if it can be sent at once.
fn refuse(stream: &TcpStream) {
    let answer = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let _ = stream.try_write(answer.as_bytes());
}

/// How many connections are open from each address; of IPv6, from each network.
#[derive(Debug, Default)]
struct OpenConnections(Mutex<HashMap<IpAddr, u32>>);

/// A connection's place in the count, held until it is dropped.
struct OpenConnection(Arc<OpenConnections>, IpAddr);

impl OpenConnections {
    /// Counts a connection in, unless its address has as many as it may.
    fn take(open: &Arc<Self>, address: IpAddr, most: u32) -> Option<OpenConnection> {
        let mut counts = open.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(OpenConnection(Arc::clone(open), address))
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}
