//! BibTeX, as BibTeX and BibLaTeX read it. The crate `biblatex` writes `\~`, `\^` and `\\`, which TeX takes for accents
//! and the end of a line; so this writes its own, and tests read it by that crate.

use std::fmt::Write as _;

use entity::enums::SourceKind;
use entity::source::Model;

use super::text::one_line;

/// An entry, with an empty line behind it.
pub(super) fn entry(source: &Model) -> String {
    let (kind, publisher) = match source.kind {
        SourceKind::Report => ("techreport", "institution"),
        SourceKind::Book => ("book", "publisher"),
        SourceKind::WebPage | SourceKind::Declaration | SourceKind::News => {
            ("misc", "howpublished")
        }
    };
    let mut entry = format!("@{kind}{{{},\n", source.id);
    // Writing to memory does not fail.
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(entry, "  {name} = {{{value}}},");
    };
    // In braces of its own a text keeps its capital letters.
    field("title", &format!("{{{}}}", escaped(&source.title)));
    field(publisher, &format!("{{{}}}", escaped(&source.publisher)));
    if let Some(year) = source.year {
        field("year", &format!("{year:04}"));
    }
    if let Some(url) = &source.url {
        field("url", &address(url));
    }
    if let Some(day) = source.accessed {
        field("urldate", &day.to_string());
    }
    if let Some(archived) = &source.archived {
        field("note", &format!("Archived at {}", escaped(archived)));
    }
    entry.push_str("}\n\n");
    entry
}

/// A text in which nothing means something to TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in one_line(text).chars() {
        match letter {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => escaped.extend(['\\', letter]),
            // Two of them would be a dash.
            '-' if escaped.ends_with('-') => escaped.push_str("{}-"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// An address: it is taken as it is, so that what would end it is percent-encoded.
fn address(url: &str) -> String {
    let url = one_line(url);
    let url = url.replace('{', "%7B").replace('}', "%7D");
    url.replace('\\', "%5C")
}
