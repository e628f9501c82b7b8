//! Names of hosts, looked up where the connection is made: what is checked is what is connected to.

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::networks::Networks;

/// That a name leads only where messages do not go.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the name leads to no address that may be reached")]
pub(super) struct NotAllowed;

/// Looks up names, and passes over the addresses that are not to be reached.
pub(super) struct Resolver {
    pub(super) networks: Networks,
    /// Whether the networks that are named are all that may be reached.
    pub(super) is_inside: bool,
}

impl Resolver {
    fn takes(networks: &Networks, is_inside: bool, address: IpAddr) -> bool {
        if is_inside {
            return networks.contains(address);
        }
        networks.let_through(address)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (networks, is_inside) = (self.networks.clone(), self.is_inside);
        Box::pin(async move {
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            let takes = |address: &SocketAddr| Self::takes(&networks, is_inside, address.ip());
            let taken: Vec<SocketAddr> = found.into_iter().filter(takes).collect();
            if taken.is_empty() {
                return Err(NotAllowed.into());
            }
            let taken: Addrs = Box::new(taken.into_iter());
            Ok(taken)
        })
    }
}
