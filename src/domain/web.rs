//! Addresses on the web.

use url::Url;

use crate::error::shown;

/// What is wrong with an address on the web, if anything is; it goes on from its name.
pub(super) fn web_fault(text: &str) -> Option<String> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return Some(format!(
            "{} does not start with https:// or http://",
            shown(text)
        ));
    }
    // What programs mend, each in its own way, is not to be in an address.
    let is_other = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}".contains(c);
    if let Some(other) = text.chars().find(|c| is_other(*c)) {
        return Some(format!(
            "has {other:?}, which stands in no address: it is escaped by %"
        ));
    }
    let no_host = || Some("names no host: write https://HOST/PATH".to_owned());
    let Ok(url) = Url::parse(text) else {
        return no_host();
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("has a user or a password before the host".to_owned());
    }
    let host = text.split_once("://").map_or("", |(_, rest)| rest);
    let is_named = url.host_str().is_some_and(|host| {
        let host = host.strip_suffix('.').unwrap_or(host);
        !host.split('.').any(str::is_empty)
    });
    if host.starts_with(['/', '@', ':', '?', '#']) || !is_named {
        return no_host();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_the_web_is_one() {
        for text in [
            "https://example.org",
            "http://example.org:8080/a/b.html?c=d&e=%20f#g",
            "https://example.org/a_(b)~c!,;*$+-@x",
            "https://b\u{fc}cher.example/\u{fc}",
            "https://[2001:db8::1]/",
            "https://192.0.2.1/",
            "https://example.org./",
        ] {
            assert_eq!(web_fault(text), None, "{text}");
        }
        for (text, part) in [
            ("", "does not start with"),
            ("ftp://example.org", "does not start with"),
            ("https:example.org", "does not start with"),
            ("HTTPS://example.org", "does not start with"),
            ("https://", "names no host"),
            ("https:///x", "names no host"),
            ("https://?x", "names no host"),
            ("https://.", "names no host"),
            ("https://a..b/", "names no host"),
            ("https://:80/", "names no host"),
            ("https://x:99999/", "names no host"),
            ("https://[::1", "names no host"),
            ("https://exa mple", "' '"),
            ("https://x/\"<x>", "'\"'"),
            ("https://x/<x>", "'<'"),
            ("https://x/\\y", "stands in no address"),
            ("https://x/\u{a0}y", "stands in no address"),
            ("https://u:p@x/", "a user or a password"),
            ("https://u@x/", "a user or a password"),
        ] {
            let fault = web_fault(text).unwrap_or_default();
            assert!(fault.contains(part), "{text}: {fault}");
            assert!(!fault.contains("u:p"), "{fault}");
        }
    }
}
