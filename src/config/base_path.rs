//! The path that a proxy publishes the server under.

use crate::secret::shown;

/// A path that addresses begin with, without its last slash: `/data`; empty at the top of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePath(String);

impl BasePath {
    /// Reads the setting: slashes, and between them what needs no encoding in an address.
    pub fn read(text: &str) -> Result<Self, String> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let is_whole = path.is_empty()
            || path
                .strip_prefix('/')
                .is_some_and(|rest| rest.split('/').all(is_segment));
        if is_whole {
            return Ok(Self(path.to_owned()));
        }
        Err(format!(
            "takes a path such as /data/, of letters, digits, `-`, `.`, `_` and `~` between slashes; {} is none",
            shown(text)
        ))
    }

    /// The path, without its last slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What of a path is below this one, with its slash; nothing if it is elsewhere, or there is no base path.
    #[must_use]
    pub fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(&*self.0)?;
        (!self.0.is_empty() && rest.starts_with('/')).then_some(rest)
    }
}

fn is_segment(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !matches!(text, "" | "." | "..") && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_is_read_with_and_without_its_last_slash() {
        for (text, path) in [
            ("/data/", "/data"),
            ("/data", "/data"),
            ("/open/iscm-graph_2.0~/", "/open/iscm-graph_2.0~"),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(
                BasePath::read(text),
                Ok(BasePath(path.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_path_is_refused_with_what_would_be() {
        for text in [
            "data",
            "//",
            "/data//",
            "//host/",
            "/a//b",
            "/../",
            "/./",
            "/a/..",
            "/a b/",
            "/é/",
            "/%41/",
            "/a?b",
            "/a#b",
            "https://example.org/data/",
            "/a\n",
            "\\data",
            "/<a>/",
        ] {
            let refused = BasePath::read(text).expect_err(text);
            assert!(
                refused.starts_with("takes a path such as /data/"),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_is_below_a_base_path_begins_with_a_slash() {
        let base = BasePath("/data".to_owned());
        for (path, below) in [
            ("/data/graphql?query=x", Some("/graphql?query=x")),
            ("/data/", Some("/")),
            ("/data", None),
            ("/data?query=x", None),
            ("/database/graphql", None),
            ("/graphql", None),
            ("/x/data/graphql", None),
        ] {
            assert_eq!(base.below(path), below, "{path}");
        }
        assert_eq!(BasePath::default().below("/graphql"), None);
    }
}
