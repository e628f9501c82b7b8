//! Addresses of pages. Links are relative, so that a proxy may publish the pages under any path.

use std::fmt::{Display, Formatter};

use askama::filters::HtmlSafe;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// What may stand in a part of an address as it is.
const PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address of a page: its path without the first slash, as it was sent, and what is asked of it.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// The path, escaped.
    pub path: String,
    /// The parameters, in their order, not escaped.
    pub params: Vec<(String, String)>,
}

impl Address {
    /// The value of a parameter.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let found = params.find(|(of, _)| of == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&str> {
        let params = self.params.iter().filter(|(of, _)| of == name);
        params.map(|(_, value)| value.as_str()).collect()
    }

    /// The value of a parameter that may be given once.
    pub fn once(&self, name: &str) -> Result<Option<&str>> {
        match self.values(name)[..] {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => {
                let twice = "stands more than once in the address";
                Err(Error::bad_input(name, twice))
            }
        }
    }

    /// The same page without some parameters.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let params = self.params.iter();
        let params = params.filter(|(name, _)| !names.contains(&name.as_str()));
        Self {
            path: self.path.clone(),
            params: params.cloned().collect(),
        }
    }

    /// The way from the page to where all paths begin.
    #[must_use]
    pub fn root(&self) -> String {
        match self.path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The same page, with other values of a parameter: with none it is left out.
    #[must_use]
    pub fn with(&self, name: &str, values: &[&str]) -> Link {
        let others = self.params.iter().filter(|(of, _)| of != name);
        let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
        let values = values.iter().map(|value| (name, *value));
        let last = self.path.rsplit('/').next().unwrap_or_default();
        let last = if last.is_empty() { "./" } else { last };
        Link::new(last, others.chain(values))
    }
}

/// A link, ready to stand between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// A link to a path, with parameters.
    pub fn new<'p>(path: &str, params: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut text = path.to_owned();
        for (at, (name, value)) in params.enumerate() {
            text.push_str(if at == 0 { "?" } else { "&amp;" });
            text.push_str(&part(name));
            text.push('=');
            text.push_str(&part(value));
        }
        Self(text)
    }

    /// The link to a place in what it leads to.
    #[must_use]
    pub fn at(self, fragment: &str) -> Self {
        Self(format!("{}#{}", self.0, part(fragment)))
    }

    /// Not escaped for HTML.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.replace("&amp;", "&")
    }
}

impl Display for Link {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// All that is no letter, digit or one of `-._~` is escaped.
impl HtmlSafe for Link {}

/// A text as a part of an address.
#[must_use]
pub fn part(text: &str) -> String {
    utf8_percent_encode(text, PART).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_where_the_page_stands() {
        let params = [("a", "1"), ("b", "x&\"<y"), ("a", "2")];
        let params = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let address = Address {
            path: "iscm/rcm".to_owned(),
            params: params.into(),
        };
        assert_eq!(address.root(), "../");
        assert_eq!(address.param("a"), Some("1"));
        let link = address.with("a", &["é"]);
        assert_eq!(link.to_string(), "rcm?b=x%26%22%3Cy&amp;a=%C3%A9");
        assert_eq!(link.plain(), "rcm?b=x%26%22%3Cy&a=%C3%A9");
        let home = Address::default();
        assert_eq!(
            (home.root(), home.with("lang", &["fr"]).to_string()),
            ("./".to_owned(), "./?lang=fr".to_owned())
        );
    }
}
