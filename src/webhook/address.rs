//! The address of a webhook.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::networks::Networks;

/// The most bytes of an address.
const MAX_BYTES: usize = 2_000;

/// An address that messages are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookAddress(Url);

/// Why an address is none that messages are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// It is no address of the kind; what it takes.
    Malformed(String),
    /// It leads where messages do not go.
    NotAllowed,
}

impl fmt::Display for AddressFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(takes) => f.write_str(takes),
            Self::NotAllowed => f.write_str(
                "takes an address of the public internet: private, loopback and link-local networks are reached only where who runs the server names them",
            ),
        }
    }
}

impl WebhookAddress {
    /// Reads an address: `https`, with neither user nor fragment, and no number of a host that is not to be reached. Where
    /// networks are named, `http` is taken, too, and leads to them alone.
    pub fn read(text: &str, networks: &Networks) -> Result<Self, AddressFault> {
        let takes = "takes an address such as https://example.org/hook";
        let malformed = |why: &str| AddressFault::Malformed(format!("{takes}{why}"));
        if text.len() > MAX_BYTES {
            return Err(malformed(&format!(", of at most {MAX_BYTES} bytes")));
        }
        let url = Url::parse(text.trim()).map_err(|_fault| malformed(""))?;
        let is_plain = url.scheme() == "http";
        let is_taken = is_plain && !networks.is_empty() || url.scheme() == "https";
        if !is_taken {
            return Err(malformed(": `https` alone"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(malformed(", without a user and a password"));
        }
        if url.fragment().is_some() {
            return Err(malformed(", without a fragment (`#`)"));
        }
        let address = Self(url);
        match address.number() {
            Some(number) if !networks.let_through(number) => Err(AddressFault::NotAllowed),
            Some(number) if is_plain && !networks.contains(number) => {
                Err(malformed(": `https` alone"))
            }
            _ => Ok(address),
        }
    }

    /// The address as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// The number of its host, if it is no name.
    fn number(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(number) => Some(number.into()),
            Host::Ipv6(number) => Some(number.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_on_the_public_internet() {
        let none = Networks::default();
        for right in [
            "https://example.org/hook?of=iscm",
            "https://1.1.1.1:8443/",
            " https://[2606:4700::1111]/ ",
        ] {
            assert!(WebhookAddress::read(right, &none).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "example.org",
            "http://example.org/",
            "ftp://example.org/",
            "https://user@example.org/",
            "https://:secret@example.org/",
            "https://example.org/#a",
            "file:///etc/passwd",
        ] {
            let fault = WebhookAddress::read(wrong, &none);
            assert!(
                matches!(fault, Err(AddressFault::Malformed(_))),
                "{wrong}: {fault:?}"
            );
        }
        // As numbers are written in other ways, too.
        for inside in [
            "https://169.254.169.254/latest/meta-data/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://0/",
        ] {
            let fault = WebhookAddress::read(inside, &none);
            assert_eq!(fault, Err(AddressFault::NotAllowed), "{inside}");
        }
    }

    #[test]
    fn http_leads_to_named_networks_alone() {
        let own = Networks::read("127.0.0.0/8").expect("networks");
        assert!(WebhookAddress::read("http://127.0.0.1:9/", &own).is_ok());
        assert!(WebhookAddress::read("http://sink.internal/", &own).is_ok());
        let public = WebhookAddress::read("http://1.1.1.1/", &own);
        assert!(matches!(public, Err(AddressFault::Malformed(_))));
        let other = WebhookAddress::read("http://10.0.0.1/", &own);
        assert_eq!(other, Err(AddressFault::NotAllowed));
    }
}
