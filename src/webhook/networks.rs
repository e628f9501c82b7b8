//! Where webhooks may go: to the public internet, and where who runs the server says so to networks of its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, LazyLock};

use ipnet::{IpNet, Ipv6Net};

/// What is not the public internet (IANA's registries of special-purpose addresses, and multicast): this host and its
/// network, private ones, loopback, link-local with the metadata of clouds, what is for documentation and tests.
const SPECIAL: [&str; 30] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/127",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

static PARSED: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    SPECIAL
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect()
});

/// The networks beside the public internet that webhooks may go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Arc<[IpNet]>);

impl Networks {
    /// Reads a list: `10.1.0.0/16, 192.168.7.9`; a single address is a network of its own.
    pub fn read(text: &str) -> Result<Self, String> {
        let one = |text: &str| {
            let text = text.trim();
            let address = || text.parse::<IpAddr>().ok().map(IpNet::from);
            let network = text.parse::<IpNet>().ok().or_else(address);
            network.ok_or_else(|| {
                "takes networks, such as 10.1.0.0/16 or fd00::/8, separated by commas".to_owned()
            })
        };
        let items = text.split(',').filter(|text| !text.trim().is_empty());
        items.map(one).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is in one of them.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether webhooks may go to an address.
    pub(super) fn let_through(&self, address: IpAddr) -> bool {
        self.contains(address) || is_public(address)
    }
}

/// Whether an address is of the public internet. One of IPv6 that stands for one of IPv4 is what that is.
fn is_public(address: IpAddr) -> bool {
    let address = match address.to_canonical() {
        IpAddr::V6(v6) => embedded(v6).map_or(IpAddr::V6(v6), IpAddr::V4),
        v4 @ IpAddr::V4(_) => v4,
    };
    !PARSED.iter().any(|network| network.contains(&address))
}

/// The address of IPv4 that one of IPv6 leads to: by NAT64 (`64:ff9b::/96`), 6to4 (`2002::/16`), or of the form `::a.b.c.d`,
/// which is out of use. Those of Teredo are special as they are.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = address.octets();
    let v4 = |at: usize| {
        let four = octets.get(at..at + 4)?;
        Some(Ipv4Addr::from(<[u8; 4]>::try_from(four).ok()?))
    };
    let is_in = |text: &str| {
        text.parse::<Ipv6Net>()
            .is_ok_and(|network| network.contains(&address))
    };
    if is_in("64:ff9b::/96") || is_in("::/96") {
        return v4(12);
    }
    if is_in("2002::/16") { v4(2) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_special_is_a_network() {
        assert_eq!(PARSED.len(), SPECIAL.len());
    }

    #[test]
    fn webhooks_go_to_the_public_internet() {
        let none = Networks::default();
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "::ffff:9.9.9.9",
        ] {
            let address = public.parse().expect("an address");
            assert!(none.let_through(address), "{public}");
        }
        for special in [
            "0.0.0.0",
            "10.0.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2001:0:53aa:64c:0:0:0:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
        ] {
            let address = special.parse().expect("an address");
            assert!(!none.let_through(address), "{special}");
        }
    }

    #[test]
    fn networks_of_ones_own_are_let_through() {
        let own = Networks::read(" 10.1.0.0/16, ::1 ,192.168.7.9,").expect("networks");
        for (address, is_let) in [
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.2.0.1", false),
            ("::1", true),
            ("192.168.7.9", true),
            ("192.168.7.10", false),
            ("1.1.1.1", true),
        ] {
            let parsed = address.parse().expect("an address");
            assert_eq!(own.let_through(parsed), is_let, "{address}");
        }
        assert_eq!(Networks::read(""), Ok(Networks::default()));
        for wrong in ["10.1.0.0/33", "example.org", "10.1", "*"] {
            let refused = Networks::read(wrong).expect_err(wrong);
            assert!(refused.starts_with("takes networks"), "{refused}");
        }
    }
}
