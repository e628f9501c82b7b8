//! The headings of a document: their anchors, which are those that GitHub gives them, and the table of contents.

use std::collections::HashMap;

/// A heading that the table of contents has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) anchor: String,
}

/// The anchors of a document.
#[derive(Debug, Default)]
pub(super) struct Anchors(HashMap<String, usize>);

impl Anchors {
    /// The anchor of the next heading.
    pub(super) fn next(&mut self, text: &str) -> String {
        let plain = text.chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            letter if letter.is_alphanumeric() || "-_".contains(letter) => Some(letter),
            _ => None,
        });
        let anchor = plain.collect::<String>().to_lowercase();
        let times = self.0.entry(anchor.clone()).or_default();
        *times += 1;
        match *times {
            1 => anchor,
            times => format!("{anchor}-{}", times - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_github() {
        let mut anchors = Anchors::default();
        for (text, right) in [
            ("Cost and budget", "cost-and-budget"),
            ("Added", "added"),
            ("Added", "added-1"),
            ("The rule, in `CSV`: a_b", "the-rule-in-csv-a_b"),
            ("0.1.0 - 2026-11-25", "010---2026-11-25"),
        ] {
            assert_eq!(anchors.next(text), right);
        }
    }
}
