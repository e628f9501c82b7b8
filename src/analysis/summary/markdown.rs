//! The document in Markdown. What comes from data is escaped, so that it is text and nothing else.

use std::collections::BTreeSet;

use entity::source;

use super::document::{Document, Paragraph, Piece};
use super::prose::title;
use crate::graph::Row;

/// The document, with numbered marks that lead to its sources at the end.
pub(super) fn render(document: &Document<'_>) -> String {
    let mut sources = Sources(Vec::new());
    let version = document.iscm.scope().snapshot.version().number;
    let mut blocks = vec![
        format!("# {}", escape(&title(&document.iscm))),
        format!(
            "From version {version} of the data set. Numbers in brackets lead to the sources at the end."
        ),
    ];
    for section in &document.sections {
        let title = escape(section.title());
        blocks.push(format!("## {}. {title}", section.number));
        let paragraphs = section.paragraphs.iter();
        blocks.extend(paragraphs.map(|paragraph| sources.paragraph(paragraph)));
    }
    blocks.push("## Sources".to_owned());
    blocks.push(sources.list());
    blocks.join("\n\n") + "\n"
}

/// Text as Markdown that shows it, in one line: no character of it has a meaning in Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = text.replace(char::is_control, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    for (at, letter) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        let has_meaning = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' => true,
            // At the start of a line: lists, and lines under headings.
            '-' | '+' | '=' => before.is_empty(),
            ')' => is_number(before),
            // Lists again, and what is taken for an address without brackets.
            '.' => is_number(before) || before.to_ascii_lowercase().ends_with("www"),
            ':' => after.starts_with("//"),
            _ => false,
        };
        if has_meaning {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// An address as a link, or as text where a character could end the link.
fn link(url: &str) -> String {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let ends = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>' | '\\')
    };
    if is_web && !url.contains(ends) {
        format!("<{url}>")
    } else {
        escape(url)
    }
}

/// The sources in the order of their marks, each with the places in it.
struct Sources<'a>(Vec<(Row<'a, source::Entity>, BTreeSet<&'a str>)>);

impl<'a> Sources<'a> {
    /// A paragraph, with marks where the sources change.
    fn paragraph(&mut self, paragraph: &Paragraph<'a>) -> String {
        let (mut text, mut between, mut marks) = (String::new(), String::new(), String::new());
        for piece in &paragraph.pieces() {
            if piece.facts.is_empty() {
                between += &spaced(&piece.text);
                continue;
            }
            let next = self.marks(piece);
            if next != marks {
                text += &marks;
                marks = next;
            }
            text += &between;
            between.clear();
            text += &escape(&piece.text);
        }
        text + &marks + &between
    }

    /// The marks of a piece, in order, each once.
    fn marks(&mut self, piece: &Piece<'a>) -> String {
        let numbers: BTreeSet<_> = piece
            .citations()
            .filter_map(|row| {
                let source = row.one::<source::Entity>()?;
                let place = self.0.iter().position(|(known, _)| known.id == source.id);
                let place = place.unwrap_or_else(|| {
                    self.0.push((source, BTreeSet::new()));
                    self.0.len() - 1
                });
                self.0[place].1.extend(row.model().locator.as_deref());
                Some(place + 1)
            })
            .collect();
        let marks: Vec<_> = numbers
            .iter()
            .map(|number| format!(" [{number}]"))
            .collect();
        marks.concat()
    }

    /// The list at the end.
    fn list(&self) -> String {
        let line =
            |((source, places), number): (&(Row<'_, source::Entity>, BTreeSet<&str>), u32)| {
                let year = source.year.map(|year| format!(", {year}"));
                let url = source.url.as_ref().map(|url| format!(" {}", link(url)));
                let places: Vec<_> = places.iter().map(|place| escape(place)).collect();
                let places = (!places.is_empty()).then(|| format!(" (at: {})", places.join("; ")));
                format!(
                    "{number}. {}. {}{}.{}{}",
                    escape(&source.title),
                    escape(&source.publisher),
                    year.unwrap_or_default(),
                    url.unwrap_or_default(),
                    places.unwrap_or_default(),
                )
            };
        let lines: Vec<_> = self.0.iter().zip(1..).map(line).collect();
        lines.join("\n")
    }
}

/// Words between facts, escaped; the space at their ends, which parts them from facts, is kept.
fn spaced(text: &str) -> String {
    let start = if text.starts_with(' ') { " " } else { "" };
    let end = if text.len() > 1 && text.ends_with(' ') {
        " "
    } else {
        ""
    };
    format!("{start}{}{end}", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_of_data_has_a_meaning() {
        for (data, shown) in [
            (
                "Plain, (with) marks; \"so\": 5%.",
                "Plain, (with) marks; \"so\": 5%.",
            ),
            ("[a](https://b)", r"\[a\](https\://b)"),
            ("![a](b)", r"!\[a\](b)"),
            ("<script>&amp;", r"\<script\>\&amp;"),
            ("# a", r"\# a"),
            ("- a - b", r"\- a - b"),
            ("+ a", r"\+ a"),
            ("---", r"\---"),
            ("===", r"\==="),
            ("12. a 3. b", r"12\. a 3. b"),
            ("7) a", r"7\) a"),
            ("a\n\n# b\r\n\tc\u{2028}d\u{0}e", r"a \# b c d e"),
            (
                "*a* _b_ `c` ~~d~~ |e| $f$",
                r"\*a\* \_b\_ \`c\` \~\~d\~\~ \|e\| \$f\$",
            ),
            ("a\\", r"a\\"),
            ("www.a.b", r"www\.a.b"),
            ("", ""),
        ] {
            assert_eq!(escape(data), shown, "{data:?}");
        }
    }

    #[test]
    fn an_address_cannot_end_its_link() {
        assert_eq!(link("https://a.b/c_(d)"), "<https://a.b/c_(d)>");
        assert_eq!(link("https://a.b/é"), "<https://a.b/é>");
        assert_eq!(link("https://a> [b](c)"), r"https\://a\> \[b\](c)");
        assert_eq!(link("javascript:a"), "javascript:a");
    }
}
