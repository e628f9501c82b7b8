//! Where errors in the data are reported to.

use url::Url;

/// An address for people: a page, or a mail address as `mailto:`. It is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact(String);

impl Contact {
    /// Reads the setting: `https://example.org/issues`, `mailto:data@example.org` or `data@example.org`.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let whole = if text.contains(':') {
            text.to_owned()
        } else {
            format!("mailto:{text}")
        };
        let url = Url::parse(&whole).ok().filter(is_for_people);
        // A password that is written in an address is not shown.
        let takes =
            "takes the address of a page, such as https://example.org/issues, or a mail address";
        let url = url.ok_or_else(|| format!("{takes}, without a user and a password"))?;
        Ok(Self(url.into()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_for_people(url: &Url) -> bool {
    match url.scheme() {
        "http" | "https" => url.username().is_empty() && url.password().is_none(),
        "mailto" => {
            let (name, host) = url.path().split_once('@').unwrap_or_default();
            let is_plain = |part: &str| {
                let mut bytes = part.bytes();
                !part.is_empty()
                    && bytes
                        .all(|byte| byte.is_ascii_graphic() && !b"@,;:<>()[]\"\\".contains(&byte))
            };
            is_plain(name) && is_plain(host) && !url.path().contains("%0")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_page_or_a_mail_address() {
        for (text, address) in [
            ("https://example.org/issues", "https://example.org/issues"),
            ("http://example.org", "http://example.org/"),
            ("data@example.org", "mailto:data@example.org"),
            (
                " mailto:data+iscm@example.org?subject=error ",
                "mailto:data+iscm@example.org?subject=error",
            ),
        ] {
            assert_eq!(
                Contact::read(text),
                Ok(Contact(address.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_what_would_be() {
        for text in [
            "issues",
            "https://",
            "https://user@example.org/",
            "https://user:secret@example.org/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "/issues",
            "@example.org",
            "data@",
            "a@b@c",
            "a@b,c@d",
            "a b@example.org",
            "a@example.org%0abcc:x@y.z",
            "<a@example.org>",
        ] {
            let refused = Contact::read(text).expect_err(text);
            assert!(
                refused.starts_with("takes the address of a page"),
                "{text}: {refused}"
            );
            assert!(!refused.contains("secret"), "{refused}");
        }
    }
}
