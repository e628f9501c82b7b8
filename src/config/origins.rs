//! The origins whose pages may use the API.

use std::sync::Arc;

use url::Url;

use crate::secret::{may_hold_secret, shown};

/// Which origins' pages may use the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origins {
    /// Those of all.
    #[default]
    All,
    /// Those of some.
    Some(Arc<[Origin]>),
}

/// An origin, or all subdomains of one, as browsers write origins: in small letters, without a port that is
/// the scheme's usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The scheme, up to the host.
    scheme: String,
    /// The host, and the port if it is told.
    host: String,
    /// Whether it is not the host, but what lies below it.
    is_above: bool,
}

impl Origins {
    /// The origins of a text, between commas; or what is wrong with one, and what would be right.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.trim() == "*" {
            return Ok(Self::All);
        }
        let origins: Result<_, _> = text.split(',').map(Origin::read).collect();
        origins.map(Self::Some)
    }

    /// Whether pages of an origin may use the API.
    #[must_use]
    pub fn takes(&self, origin: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(origins) => origins.iter().any(|one| one.is(origin)),
        }
    }
}

impl Origin {
    fn read(text: &str) -> Result<Self, String> {
        const RIGHT: &str = "a scheme and a host, such as `https://example.org`, with a port where it is not the usual one; `https://*.example.org` for all subdomains";
        let text = text.trim();
        let wrong = |why: &str| Err(format!("takes no {}: {why}", shown(text)));
        match text {
            "" => return Err(format!("takes no empty origin: one is {RIGHT}")),
            "*" => return wrong("for all origins it stands alone"),
            "null" => return wrong("sandboxed pages of all sites have this origin"),
            _ => {}
        }
        if !text.contains("://") {
            return wrong(&format!("the scheme is missing; an origin is {RIGHT}"));
        }
        if text.matches("://").count() > 1 {
            return wrong("several origins are separated by commas");
        }
        let Ok(url) = Url::parse(text) else {
            return wrong(&format!("an origin is {RIGHT}"));
        };
        let port = url
            .port()
            .map_or_else(String::new, |port| format!(":{port}"));
        let host = match url.host_str() {
            Some(host) if !host.is_empty() => host.to_ascii_lowercase() + &port,
            _ => return wrong(&format!("an origin is {RIGHT}")),
        };
        if ["ws", "wss", "ftp"].contains(&url.scheme()) {
            return wrong("the pages of a host have the scheme `http` or `https`");
        }
        let scheme = format!("{}://", url.scheme());
        let has_user = !url.username().is_empty() || url.password().is_some();
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none();
        if has_user || !is_bare || url.fragment().is_some() {
            let right = format!("{scheme}{host}");
            let right = if may_hold_secret(&right) {
                "https://example.org"
            } else {
                &right
            };
            return Err(format!(
                "takes origins, which are a scheme, a host and a port and no more: `{right}`"
            ));
        }
        let above = host.strip_prefix("*.").filter(|host| !host.is_empty());
        if above.unwrap_or(&host).contains('*') {
            return wrong(
                "`*` stands for subdomains, as in `https://*.example.org`, or alone for all origins",
            );
        }
        let name = above.unwrap_or(&host);
        let name = name.strip_suffix(&*port).unwrap_or(name);
        if !is_host(name) {
            return wrong(&format!(
                "the host is none; an origin is {RIGHT}, and several are separated by commas"
            ));
        }
        Ok(Self {
            is_above: above.is_some(),
            host: above.unwrap_or(&host).to_owned(),
            scheme,
        })
    }

    /// Whether it is the origin of a page, as browsers tell it.
    #[must_use]
    pub fn is(&self, origin: &str) -> bool {
        let Some(host) = origin.strip_prefix(&self.scheme) else {
            return false;
        };
        if !self.is_above {
            return host == self.host;
        }
        let below = host.strip_suffix(&self.host);
        let below = below.and_then(|below| below.strip_suffix('.'));
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
        below.is_some_and(|below| !below.is_empty() && below.chars().all(is_name))
    }
}

/// Whether a text is a host that a page can be on: names between dots, which may end with one, or an address of
/// IPv6.
fn is_host(text: &str) -> bool {
    let is_name = |name: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        name.bytes().all(is_sign) && name.bytes().any(|byte| byte.is_ascii_alphanumeric())
    };
    let names = text.strip_suffix('.').unwrap_or(text);
    // What stands in brackets was read as an address.
    (text.starts_with('[') && text.ends_with(']')) || names.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &[&str]) -> Result<Origins, String> {
        Origins::read(&list.join(","))
    }

    #[test]
    fn origins_are_compared_as_browsers_write_them() {
        for (given, of_page) in [
            ("https://a.example", "https://a.example"),
            (" HTTPS://A.Example/ ", "https://a.example"),
            ("https://a.example:443", "https://a.example"),
            ("http://a.example:80/", "http://a.example"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://[::1]:8000", "http://[::1]:8000"),
            (
                "https://b\u{fc}cher.example",
                "https://xn--bcher-kva.example",
            ),
            ("capacitor://localhost", "capacitor://localhost"),
            ("https://a_b-c.example.", "https://a_b-c.example."),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://a.example,https://b.example", "https://b.example"),
            ("https://*.example.org", "https://a.example.org"),
            ("https://*.Example.org:8443", "https://a.b.example.org:8443"),
            ("*", "https://anything.example"),
        ] {
            let origins = read(&[given]).expect("an origin");
            assert!(origins.takes(of_page), "{given} is {of_page}");
        }
        let some = ["https://*.example.org", "https://example.com"];
        let some = read(&some).expect("origins");
        for other in [
            "https://example.org",
            "https://.example.org",
            "https://evil/.example.org",
            "https://a:b.example.org",
            "https://evilexample.org",
            "http://a.example.org",
            "https://a.example.org:444",
            "https://example.com.evil.example",
            "http://example.com",
            "null",
            "",
        ] {
            assert!(!some.takes(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_origin_is_told_with_what_is() {
        for (given, told) in [
            (&["a.example"][..], "the scheme is missing"),
            (&["localhost:3000"], "the scheme is missing"),
            (&["https://a.example/app"], "`https://a.example`"),
            (&["https://a.example:443/?x"], "`https://a.example`"),
            (&["https://u:p@a.example#f"], "`https://a.example`"),
            (&["https://"], "https://example.org"),
            (&["file:///home"], "https://example.org"),
            (&["https://a b"], "https://example.org"),
            (&["https://a.example:*"], "https://example.org"),
            (&["https://*"], "`https://*.example.org`"),
            (&["https://*.*.example"], "`https://*.example.org`"),
            (&["https://a*.example"], "`https://*.example.org`"),
            (&["*", "https://a.example"], "it stands alone"),
            (&["null"], "sandboxed"),
            (&["https://a.example", ""], "empty"),
            (&["https://.example.org"], "the host is none"),
            (&["https://a..example"], "the host is none"),
            (&["https://a.example;"], "separated by commas"),
            (&["https://a.example\""], "the host is none"),
            (&["https://(a)"], "the host is none"),
            (&["https://-"], "the host is none"),
            (&["https://*.-"], "the host is none"),
            (&["app://a%20b"], "the host is none"),
            (
                &["https://a.example;https://b.example"],
                "separated by commas",
            ),
            (
                &["https://a.example https://b.example"],
                "separated by commas",
            ),
            (&["wss://a.example"], "`http` or `https`"),
            (&["WS://a.example"], "`http` or `https`"),
            (&["ftp://a.example"], "`http` or `https`"),
            (&[], "empty"),
        ] {
            let message = read(given).expect_err("no origin");
            assert!(message.contains(told), "{given:?}: {message}");
        }
    }
}
