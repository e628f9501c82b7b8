//! What may hold a secret: addresses with a password in them, given where something else was meant.
//!
//! May use: `error`.

use std::path::Path;

/// What stands for what is not told.
pub const HIDDEN: &str = "***";

/// Whether a text that was given may be an address with a password or a token in it, or a part of one.
#[must_use]
pub fn may_hold_secret(text: &str) -> bool {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let is_web = ["http", "https"].contains(&&*scheme.to_ascii_lowercase());
    // What stands behind a colon is a port, or part of a password.
    let mut behind = rest.split(':').skip(1);
    let is_port = |text: &str| {
        text.trim_end_matches('/')
            .bytes()
            .all(|b| b.is_ascii_digit())
    };
    text.contains(['@', '=', '?', '&']) || !is_web || !behind.all(is_port)
}

/// Whether a text that was given is a word or a number, as passwords are not.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || b"-_.".contains(&byte);
    let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let digits = text.strip_prefix('-').unwrap_or(text);
    text.len() <= 30 && (text.bytes().all(is_word) || digits.bytes().all(is_number))
}

/// A text that was given, as messages show it: quoted, unless it may hold a secret.
#[must_use]
pub fn shown(text: &str) -> String {
    let is_address = text.contains("://") && !may_hold_secret(text);
    if is_address || is_plain(text) {
        return crate::error::shown(text);
    }
    HIDDEN.to_owned()
}

/// A path as messages show it, unless it is an address that was given for one.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let text = path.display().to_string();
    let is_path = ["/", "./", "../"]
        .iter()
        .any(|start| text.starts_with(start));
    let has_password = text
        .split_once(':')
        .is_some_and(|(_, rest)| rest.contains('@'));
    let is_hidden = if is_path {
        has_password || text.contains("://")
    } else {
        may_hold_secret(&text)
    };
    if is_hidden { HIDDEN.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_their_parts_may_hold_secrets() {
        for text in [
            "postgres://iscm:s3'cret@h/d",
            "postgres:iscm:s3cret@h/d",
            "postgres://iscm:s3cret",
            "iscm:s3cret@h/d",
            "iscm:s3cret",
            "s3cret@h/d",
            "host=h password=s3cret",
            "http://h/x?token=s3cret",
            "https://u:s3cret@h",
            "https://u:s3cret",
            "x&token",
        ] {
            assert!(may_hold_secret(text), "{text}");
            assert_eq!(shown_path(Path::new(text)), HIDDEN, "{text}");
        }
        for text in [
            "soon",
            "-1",
            "data",
            "https://a.example:8000/",
            "localhost:80",
            "a b",
        ] {
            assert!(!may_hold_secret(text), "{text}");
        }
    }

    #[test]
    fn words_numbers_and_plain_addresses_are_shown() {
        for text in [
            "soon",
            "a.example",
            "80",
            "https://a.example/x",
            "https://*.a.example",
        ] {
            assert_eq!(shown(text), format!("{text:?}"));
        }
        for text in [
            "s3cret",
            "https://u:p@a",
            "a b",
            "/x",
            "https://a/?t",
            "ftp://a",
        ] {
            assert_eq!(shown(text), HIDDEN, "{text}");
        }
    }

    #[test]
    fn paths_are_told() {
        for text in [
            "/a/b@2/what?#.sqlite",
            "./a=b",
            "../x:1",
            "data/iscm",
            "x.sqlite",
        ] {
            assert_eq!(shown_path(Path::new(text)), text);
        }
        assert_eq!(shown_path(Path::new("/iscm:s3cret@h/d")), HIDDEN);
    }
}
