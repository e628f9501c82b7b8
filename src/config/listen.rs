//! Where to listen.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use tokio::net::TcpListener;

/// The address to listen on: a host, or all of the machine's, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenAddress {
    /// A name, or an address without brackets; all addresses when there is none.
    host: Option<String>,
    port: u16,
}

impl ListenAddress {
    /// Listens.
    pub async fn bind(&self) -> io::Result<TcpListener> {
        if let Some(host) = &self.host {
            return TcpListener::bind((host.as_str(), self.port)).await;
        }
        // That of IPv6 takes IPv4, too; the other is for machines without IPv6.
        let all: [SocketAddr; 2] = [
            (Ipv6Addr::UNSPECIFIED, self.port).into(),
            (Ipv4Addr::UNSPECIFIED, self.port).into(),
        ];
        TcpListener::bind(&all[..]).await
    }
}

impl Default for ListenAddress {
    fn default() -> Self {
        Self {
            host: Some(Ipv4Addr::LOCALHOST.to_string()),
            port: 8000,
        }
    }
}

impl FromStr for ListenAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const RIGHT: &str = "it is `HOST:PORT`, as in `127.0.0.1:8000`, `localhost:8000` or `[::1]:8000`; `:PORT` for all addresses of the machine, `PORT` for 127.0.0.1";
        let text = text.trim();
        let wrong = |why: &str| Err(format!("{why}: {RIGHT}"));
        if text.contains('/') {
            return wrong("an address to listen on has no scheme and no path");
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, port),
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Ok(Self {
                    port: number(text)?,
                    ..Self::default()
                });
            }
            None => return wrong("the port is missing"),
        };
        let host = match host {
            "" | "*" => None,
            bracketed if bracketed.starts_with('[') => {
                let inside = bracketed
                    .strip_prefix('[')
                    .and_then(|rest| rest.strip_suffix(']'));
                let address = inside.and_then(|inside| inside.parse::<Ipv6Addr>().ok());
                match address {
                    Some(address) => Some(address.to_string()),
                    None => return wrong("what stands in brackets is no address of IPv6"),
                }
            }
            host if host.contains(':') => {
                return wrong("an address of IPv6 stands in brackets, and the port after them");
            }
            host if is_host(host) => Some(host.to_owned()),
            _ => return wrong("the host is none"),
        };
        Ok(Self {
            host,
            port: number(port)?,
        })
    }
}

fn number(text: &str) -> Result<u16, String> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = Some(text).filter(|_| is_number);
    let port = port.and_then(|text| text.parse().ok());
    port.ok_or_else(|| "the port is to be 0 to 65535, where 0 takes any that is free".to_owned())
}

/// Whether a text is a name, or an address of IPv4.
fn is_host(text: &str) -> bool {
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if is_number {
        text.parse::<Ipv4Addr>().is_ok()
    } else {
        text.bytes().all(is_name)
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.as_deref() {
            Some(host) if host.contains(':') => write!(f, "[{host}]:{}", self.port),
            Some(host) => write!(f, "{host}:{}", self.port),
            None => write!(f, ":{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (text, right) in [
            ("127.0.0.1:8000", "127.0.0.1:8000"),
            ("localhost:8000", "localhost:8000"),
            ("web-1.internal:80", "web-1.internal:80"),
            (":8000", ":8000"),
            ("*:8000", ":8000"),
            ("8000", "127.0.0.1:8000"),
            ("0.0.0.0:0", "0.0.0.0:0"),
            ("[::]:80", "[::]:80"),
            ("[::1]:65535", "[::1]:65535"),
            (" 8080 ", "127.0.0.1:8080"),
        ] {
            let address: ListenAddress = text.parse().expect("an address");
            assert_eq!(address.to_string(), right, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_with_what_is() {
        for (text, told) in [
            ("127.0.0.1", "the port is missing"),
            ("localhost", "the port is missing"),
            ("", "the port is"),
            ("localhost:", "0 to 65535"),
            ("localhost:http", "0 to 65535"),
            ("127.0.0.1:65536", "0 to 65535"),
            ("99999", "0 to 65535"),
            ("::1:8000", "in brackets"),
            ("::", "in brackets"),
            ("[::1]", "in brackets"),
            ("[x]:80", "no address of IPv6"),
            ("http://localhost:8000", "no scheme"),
            ("256.0.0.1:80", "the host is none"),
            ("a b:80", "the host is none"),
        ] {
            let message = text.parse::<ListenAddress>().expect_err("no address");
            assert!(message.contains(told), "{text}: {message}");
        }
    }
}
