//! The peer of a connection, and the client behind it.

use std::net::{IpAddr, SocketAddr};

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
