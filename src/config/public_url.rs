//! The address that the pages are published at.

use url::Url;

/// An address of the web, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Reads the setting: `https://iscm.example.org`, or `https://example.org/data/`.
    pub fn read(text: &str) -> Result<Self, String> {
        let is_public = |url: &Url| {
            matches!(url.scheme(), "http" | "https")
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        };
        let url = Url::parse(text.trim()).ok().filter(is_public);
        // A password that is written in an address is not shown.
        let url = url.ok_or_else(|| {
            "takes an address such as https://iscm.example.org, without a user, a password and parameters".to_owned()
        })?;
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_slash_at_its_end() {
        for (text, is) in [
            ("https://example.org", "https://example.org"),
            (
                " http://example.org:8000/data/ ",
                "http://example.org:8000/data",
            ),
        ] {
            assert_eq!(PublicUrl::read(text).expect("an address").as_str(), is);
        }
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://u:secret@example.org",
            "https://example.org/?a=1",
        ] {
            let refused = PublicUrl::read(text).expect_err(text);
            assert!(!refused.contains("secret"), "{refused}");
        }
    }
}
