//! The peer of a connection, and the client behind it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;

/// The address of the peer of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

impl Peer {
    /// The address of the client: the peer's, or the one that trusted proxies name. Each proxy adds the
    /// address of its own peer to `X-Forwarded-For`; where one hides it, the nearer proxy is the client.
    pub(super) fn client(self, headers: &HeaderMap, proxies: usize) -> IpAddr {
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let named = lines
            .flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii)
            .filter(|named| !named.is_empty());
        // Before the trusted proxies' stands what a client writes itself.
        let trusted = named.take(proxies);
        let client = trusted
            .filter_map(|named| forwarded(std::str::from_utf8(named).ok()?))
            .last();
        client.unwrap_or(self.0.ip()).to_canonical()
    }
}

/// The address in an element of `X-Forwarded-For`, which may have a port, brackets, quotation marks or a
/// zone; none of `unknown` and the like.
fn forwarded(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches(['"', ' ']);
    let address = match text.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?.0,
        // With one colon it is before a port, with several it is inside an address.
        None => match text.split_once(':') {
            Some((address, port)) if !port.contains(':') => address,
            _ => text,
        },
    };
    let address = address
        .split_once('%')
        .map_or(address, |(address, _zone)| address);
    address.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(lines: &[&'static str], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let peer = Peer(SocketAddr::from(([10, 0, 0, 1], 1)));
        peer.client(&headers, proxies).to_string()
    }

    #[test]
    fn the_client_is_the_one_that_trusted_proxies_name() {
        for (line, right) in [
            ("2.2.2.2", "2.2.2.2"),
            ("2.2.2.2:5555", "2.2.2.2"),
            ("\"2.2.2.2:5555\"", "2.2.2.2"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("::ffff:2.2.2.2", "2.2.2.2"),
            ("  9.9.9.9 ,\t2.2.2.2  ", "2.2.2.2"),
            ("9.9.9.9, 2.2.2.2, ", "2.2.2.2"),
            ("\"9.9.9.9, 2.2.2.2", "2.2.2.2"),
            ("9.9.9.9, unknown", "10.0.0.1"),
            ("9.9.9.9, _hidden", "10.0.0.1"),
            ("2.2.2.2:http:x", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(client(&[line], 1), right, "{line}");
        }
        assert_eq!(client(&["2.2.2.2"], 0), "10.0.0.1");
        assert_eq!(client(&["9.9.9.9", "2.2.2.2, 3.3.3.3"], 2), "2.2.2.2");
        assert_eq!(client(&["2.2.2.2", "3.3.3.3"], 2), "2.2.2.2");
        assert_eq!(client(&["9.9.9.9, unknown, 3.3.3.3"], 2), "3.3.3.3");
        assert_eq!(
            client(&["2.2.2.2"], 2),
            "2.2.2.2",
            "all proxies named are trusted"
        );
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let of = |text: &str| network(text.parse().expect("an address")).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
    }
}
