//! How the program tells what is wrong.

use crate::Faults;

/// An error in one line, each of its causes once; faults of a data set in a line each.
pub(super) fn told(error: &anyhow::Error) -> String {
    if error.is::<Faults>() {
        return error.to_string();
    }
    let root = one_line(error.root_cause());
    let mut line = one_line(error.as_ref());
    for cause in error.chain().skip(1).map(one_line) {
        // Where the root is told, what lies between says no more.
        if !line.contains(&root) && !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    masked(&line)
}

fn one_line(error: &(dyn std::error::Error + 'static)) -> String {
    let text = error.to_string();
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

/// A text with addresses in it, without what they may hold of secrets: what stands before an `@`, and behind
/// a `?`.
pub(super) fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, address) = rest.split_at(at + "://".len());
        let is_end = |c: char| c.is_whitespace() || "\"'`<>".contains(c);
        let (address, after) = address.split_at(address.find(is_end).unwrap_or(address.len()));
        masked += before;
        let shown = match address.rsplit_once('@') {
            Some((secret, shown)) if secret != "USER:PASSWORD" && !secret.ends_with(":***") => {
                masked += "***@";
                shown
            }
            _ => address,
        };
        match shown.split_once('?') {
            Some((shown, _secret)) => {
                masked += shown;
                masked += "?***";
            }
            None => masked += shown,
        }
        rest = after;
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_masked() {
        for (text, right) in [
            ("no address", "no address"),
            (
                "'postgres://u:s3c/r?e#t@h/d' is wrong",
                "'postgres://***@h/d' is wrong",
            ),
            (
                "http://h/x?token=s3cret http://h/y",
                "http://h/x?*** http://h/y",
            ),
            (
                "postgres://USER:PASSWORD@HOST/NAME",
                "postgres://USER:PASSWORD@HOST/NAME",
            ),
            ("https://example.org/a", "https://example.org/a"),
        ] {
            assert_eq!(masked(text), right);
        }
    }

    #[test]
    fn each_cause_is_told_once_and_in_one_line() {
        let inner = std::io::Error::other("a file\n  is missing");
        let error = anyhow::Error::new(inner).context("cannot start: a file is missing");
        assert_eq!(told(&error), "cannot start: a file is missing");
        let error = anyhow::anyhow!("root").context("middle: root");
        assert_eq!(told(&error.context("outer")), "outer: middle: root");
        let error = anyhow::anyhow!("inner").context("outer");
        assert_eq!(told(&error), "outer: inner");
    }
}
