//! How many connections are open, in all and from each address. A socket is a connection to its end.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::Notify;

use super::peer::network;
use crate::config::Edge;

/// The connections that are open.
#[derive(Clone, Debug)]
pub(super) struct OpenConnections(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    counts: Mutex<Counts>,
    most: u32,
    most_of_one: u32,
    gauge: Gauge,
    all_closed: Notify,
}

#[derive(Debug, Default)]
struct Counts {
    all: u32,
    /// Of each address; of IPv6, of each network.
    by_address: HashMap<IpAddr, u32>,
}

/// A connection's place in the count, held until it is dropped.
#[derive(Debug)]
pub(super) struct OpenConnection {
    of: OpenConnections,
    address: IpAddr,
}

/// Why there is no place for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// There are as many as there may be.
    All,
    /// There are as many from its address.
    Address,
}

impl OpenConnections {
    /// None yet; the gauge tells how many there are.
    pub(super) fn new(edge: &Edge, gauge: Gauge) -> Self {
        Self(Arc::new(Shared {
            counts: Mutex::default(),
            most: edge.connections,
            most_of_one: edge.connections_per_address,
            gauge,
            all_closed: Notify::new(),
        }))
    }

    /// A place for a connection from an address, if there is one.
    pub(super) fn take(&self, address: IpAddr) -> Result<OpenConnection, Full> {
        let address = network(address);
        let mut counts = self.counts();
        if counts.all >= self.0.most {
            return Err(Full::All);
        }
        let of_one = counts.by_address.entry(address).or_default();
        if *of_one >= self.0.most_of_one {
            return Err(Full::Address);
        }
        *of_one += 1;
        counts.all += 1;
        self.0.gauge.inc();
        Ok(OpenConnection {
            of: self.clone(),
            address,
        })
    }

    /// Waits until none is open.
    pub(super) async fn closed(&self) {
        loop {
            let all_closed = self.0.all_closed.notified();
            if self.counts().all == 0 {
                return;
            }
            all_closed.await;
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        let counts = self.0.counts.lock();
        counts.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        let mut counts = self.of.counts();
        if let Some(of_one) = counts.by_address.get_mut(&self.address) {
            *of_one -= 1;
            if *of_one == 0 {
                counts.by_address.remove(&self.address);
            }
        }
        counts.all -= 1;
        self.of.0.gauge.dec();
        if counts.all == 0 {
            self.of.0.all_closed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_network_of_ipv6_have_so_many() {
        let edge = Edge {
            connections: 5,
            connections_per_address: 2,
            ..Edge::default()
        };
        let open = OpenConnections::new(&edge, Gauge::default());
        let take = |address: &str| open.take(address.parse().expect("an address"));
        let first = take("2001:db8::1").expect("a place");
        let _second = take("2001:db8::ffff:2").expect("a place");
        assert_eq!(take("2001:db8:0:0:3::").err(), Some(Full::Address));
        let _other = take("2001:db8:0:1::1").expect("a place of another network");
        let _mapped = take("::ffff:192.0.2.1").expect("a place");
        let _same = take("192.0.2.1").expect("a place");
        assert_eq!(take("192.0.2.2").err(), Some(Full::All));
        drop(first);
        assert_eq!(take("192.0.2.1").err(), Some(Full::Address));
        assert!(take("2001:db8::3").is_ok());
    }
}
