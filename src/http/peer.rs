//! The peer of a connection, and the client behind it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;

/// The address of the peer of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

impl Peer {
    /// The address of the client: the peer's, or the one that trusted proxies name.
    pub(super) fn client(self, headers: &HeaderMap, proxies: usize) -> IpAddr {
        let peer = self.0.ip();
        let Some(last) = proxies.checked_sub(1) else {
            return peer;
        };
        let forwarded = headers.get_all("x-forwarded-for").iter();
        let forwarded: Vec<_> = forwarded
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let named = forwarded.iter().rev().nth(last);
        let named = named.and_then(|text| text.trim().parse().ok());
        named.unwrap_or(peer)
    }
}

/// An address as clients are counted: of IPv6 the network, which is all one client's.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}
