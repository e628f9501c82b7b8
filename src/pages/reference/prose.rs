//! Descriptions: paragraphs, with what stands in backticks as code, and what of it is a type as a link.

use askama::Template;

use super::types::Types;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Code(&'t str),
}

/// A paragraph.
#[derive(Debug, Template)]
#[template(path = "reference/line.html")]
pub(super) struct Line<'t> {
    pieces: Vec<Piece<'t>>,
    types: &'t Types,
    /// The way to the pages of types.
    base: &'t str,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, types: &'t Types, base: &'t str) -> Self {
        Self {
            pieces: pieces(text),
            types,
            base,
        }
    }

    /// The paragraphs of a description.
    pub(super) fn all(description: Option<&'t str>, types: &'t Types, base: &'t str) -> Vec<Self> {
        let paragraphs = description.unwrap_or_default().split("\n\n");
        let paragraphs = paragraphs.map(str::trim);
        paragraphs
            .filter(|text| !text.is_empty())
            .map(|text| Self::new(text, types, base))
            .collect()
    }
}

/// The pieces of a text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else {
            break;
        };
        pieces.extend((!before.is_empty()).then_some(Piece::Text(before)));
        pieces.push(Piece::Code(code));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    pieces
}

/// What ends with a full stop that ends no sentence.
const ABBREVIATIONS: [&str; 3] = ["e.g.", "i.e.", "(e.g."];

/// The first sentence of a description, or all of a short one.
pub(super) fn first_sentence(description: Option<&str>) -> String {
    let text = description.unwrap_or_default();
    let text = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = text.split_whitespace().collect();
    let mut sentence = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            sentence.push(' ');
        }
        sentence.push_str(word);
        // A full stop before a capital ends a sentence, but for that of an abbreviation.
        let is_short = ABBREVIATIONS.contains(word);
        let next = words.get(at + 1).and_then(|word| word.chars().next());
        let goes_on = next.is_none_or(|letter| !letter.is_uppercase() && letter != '`');
        if word.ends_with(['.', ':']) && !goes_on && !is_short {
            if sentence.ends_with(':') {
                sentence.pop();
                sentence.push('.');
            }
            break;
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_a_capital() {
        for (text, right) in [
            (
                "The year,\ne.g. `2019`. Null when not known.",
                "The year, e.g. `2019`.",
            ),
            ("One of these: First.", "One of these."),
            ("All of it", "All of it"),
            ("First paragraph\n\nSecond.", "First paragraph"),
        ] {
            assert_eq!(first_sentence(Some(text)), right);
        }
        assert_eq!(first_sentence(None), "");
    }

    #[test]
    fn backticks_mark_code() {
        assert_eq!(
            pieces("Give `first` or `last`, `not"),
            [
                Piece::Text("Give "),
                Piece::Code("first"),
                Piece::Text(" or "),
                Piece::Code("last"),
                Piece::Text(", `not"),
            ]
        );
    }
}
