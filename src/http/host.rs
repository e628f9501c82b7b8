//! The `Host` of a request (RFC 9112, 3.2).

use std::net::Ipv6Addr;

use axum::http::{HeaderMap, Request, Version, header};

/// What a name of a host is made of besides letters and digits.
const SIGNS: &[u8] = b"-._~!$&'()*+,;=";

/// Whether a request names its host as it is to: once and in a form that is one; before HTTP/1.1 it need
/// not.
pub(super) fn is_named<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => host.is_empty() || host.to_str().is_ok_and(is_host),
        (Some(_), Some(_)) => false,
    }
}

/// Whether a page of an origin is this server's own, by the host that the request was sent to.
pub(super) fn is_own(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let (Some(host), Some((scheme, of_page))) = (host, origin.split_once("://")) else {
        return false;
    };
    let usual = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return false,
    };
    let bare = |host: &str| {
        host.strip_suffix(usual)
            .unwrap_or(host)
            .to_ascii_lowercase()
    };
    !of_page.is_empty() && bare(host) == bare(of_page)
}

/// Whether a text is a host, with a port or without (RFC 3986, 3.2.2).
fn is_host(text: &str) -> bool {
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (is_host, port) = if let Some((address, port)) = bracketed {
        let is_address = address.parse::<Ipv6Addr>().is_ok() || is_later_address(address);
        (is_address, port)
    } else {
        let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
        (!name.is_empty() && is_name(name), port)
    };
    let is_digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = |port: &str| port.is_empty() || (is_digits(port) && port.parse::<u16>().is_ok());
    is_host && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// Whether a text is made of what names of hosts are made of; `%` stands before two digits.
fn is_name(text: &str) -> bool {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default();
    let is_plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || SIGNS.contains(&byte))
    };
    let is_escaped = |part: &str| {
        let digits = part.get(..2);
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    is_plain(first) && parts.all(|part| is_escaped(part) && is_plain(part))
}

/// Whether a text is an address of a version after IPv6: `v1.a:b`.
fn is_later_address(text: &str) -> bool {
    let versioned = text
        .strip_prefix(['v', 'V'])
        .and_then(|rest| rest.split_once('.'));
    versioned.is_some_and(|(version, address)| {
        let is_version = version.bytes().all(|byte| byte.is_ascii_hexdigit());
        let address = address.replace(':', "");
        is_version && !version.is_empty() && !address.contains('%') && is_name(&address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_what_is_none() {
        for host in [
            "x",
            "example.org",
            "example.org:80",
            "example.org:",
            "127.0.0.1:8000",
            "[::1]",
            "[2001:db8::1]:443",
            "a_b.internal:1",
            "caf%C3%A9.example",
            "[v1.a:b]",
            "[vF0.x]:80",
        ] {
            assert!(is_host(host), "{host}");
        }
        for host in [
            "a b",
            "user@example.org",
            "http://example.org",
            "example.org/path",
            "example.org:port",
            "example.org:99999",
            "[::1",
            ":80",
            "a:b:c",
            "a:+80",
            "[::1]80",
            "[x]",
            "a%zz",
            "a%4",
            "%",
            "[v.a]",
            "[vg.a]",
            "[v1.a b]",
            "[v1]",
        ] {
            assert!(!is_host(host), "{host}");
        }
    }

    #[test]
    fn a_page_is_our_own_when_its_origin_is_the_host() {
        for (host, origin, right) in [
            ("example.org", "https://example.org", true),
            ("Example.org:443", "https://example.org", true),
            ("example.org:8000", "http://example.org:8000", true),
            ("[::1]:8000", "http://[::1]:8000", true),
            ("example.org", "https://example.org:8443", false),
            ("example.org", "https://evil.example.org", false),
            ("example.org", "null", false),
            ("", "https://", false),
        ] {
            let host = host.parse().expect("a value");
            let headers = [(header::HOST, host)].into_iter().collect();
            assert_eq!(is_own(&headers, origin), right, "{origin}");
        }
    }
}
