//! A fault of a document's syntax, in plain words: what is expected at a place, and what stands there. The
//! parser goes on after the first fault, and finds others that follow from it: they are not told.

use std::ops::Range;

use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::validation::DiagnosticList;
use icu_properties::props::{EnumeratedProperty as _, GeneralCategory};

use super::location;
use super::refused::{Refused, error};
use crate::error::{ErrorCode, cut};

/// The refusal of a document that the parser found faults in, or that has another token where a `:` is to
/// stand.
pub(super) fn syntax_error(
    found: Option<&DiagnosticList>,
    instead_of_colon: Option<Range<usize>>,
    text: &str,
) -> Refused {
    let faults = found.into_iter().flat_map(DiagnosticList::iter).map(|of| {
        let span = ToCliReport::location(of.error);
        let range = span.map_or(0..0, |span| span.offset()..span.end_offset());
        (range, of.error.to_string())
    });
    let no_colon = instead_of_colon.map(|range| (range, NO_COLON.to_owned()));
    let first = no_colon.into_iter().chain(faults);
    let first = first.min_by_key(|(range, _)| range.start);
    let (mut range, fault) = first.unwrap_or_default();
    let fault = fault.strip_prefix("syntax error: ").unwrap_or(&fault);
    if fault.ends_with("Fragment Spread") && text.get(range.clone()) == Some("...") {
        // The parser tells of the dots that something is missing after them.
        range = location::token_after(text, range.end);
    }
    let message = told(fault, &text[range.clone()], &text[range.start..]);
    let at = Some(location::of_offset(text, range.start));
    Refused::one(error(ErrorCode::GraphqlParseFailed, message, at))
}

/// What is told of a token that stands where a `:` is to.
const NO_COLON: &str = "expected a colon with a value";

/// What the parser says of a fault, in plain words; `rest` is the text from it on.
fn told(fault: &str, found: &str, rest: &str) -> String {
    if let Some(why) = lexical(fault, rest) {
        return why;
    }
    let found = match found.trim() {
        "" => "where the document ends".to_owned(),
        found => format!("not `{}`", cut(found).replace(char::is_control, " ")),
    };
    match expected(fault) {
        Some(expected) => format!("{expected} is expected here, {found}"),
        None => format!("something else is expected here, {found}"),
    }
}

/// What is wrong with a text, a number or a sign.
fn lexical(fault: &str, rest: &str) -> Option<String> {
    let has = |parts: &[&str]| parts.iter().any(|part| fault.contains(part));
    let is_sign = has(&["Unexpected character", "spread operator"]);
    let begins_number = rest.starts_with(|letter: char| letter == '-' || letter.is_ascii_digit());
    let why = if has(&["unterminated string", "end of data while lexing string"]) {
        "the text that begins here has no end: a `\"` is missing"
    } else if has(&["line terminator"]) {
        "a text ends on its line; one of several lines stands between `\"\"\"`"
    } else if has(&["unicode escape", "surrogate"]) {
        "`\\u` is followed by the number of a character: four hexadecimal digits, or some in braces"
    } else if has(&["escaped character"]) {
        "in a text, `\\` is followed by one of `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t`, `u`"
    } else if has(&["leading zeroes"]) {
        "a number does not begin with `0` and another digit"
    } else if has(&[" suffix", " digit", "float value"]) || (is_sign && begins_number) {
        "a number is expected here: a sign, digits, a point with digits, an exponent, as in `-1.5e3`"
    } else if is_sign && rest.starts_with("..") {
        "`...` is expected here, not `..`"
    } else if has(&["recursion limit", "token limit"]) {
        "the document is too deep or too long here"
    } else if is_sign {
        let sign = rest.chars().next()?;
        let marks = if "'`\u{2018}\u{2019}\u{201c}\u{201d}\u{201e}\u{ab}\u{bb}".contains(sign) {
            "; a text stands between `\"`"
        } else {
            ""
        };
        return Some(format!("{} is no sign of GraphQL{marks}", shown(sign)));
    } else {
        return None;
    };
    Some(why.to_owned())
}

/// A character as messages show it: by its number, too, if it is not one of ASCII's; by that alone, if it
/// cannot be seen.
fn shown(letter: char) -> String {
    let number = format!("U+{:04X}", u32::from(letter));
    let is_seen = !matches!(
        GeneralCategory::for_char(letter),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::SpaceSeparator
            | GeneralCategory::NonspacingMark
            | GeneralCategory::EnclosingMark
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
    );
    match letter {
        // It would end the quotation.
        '`' => format!("a backtick ({number})"),
        letter if letter.is_ascii_graphic() => format!("`{letter}`"),
        letter if is_seen => format!("`{letter}` ({number})"),
        _ => number,
    }
}

/// What the parser expected, in plain words. Signs it calls by names of its own: `expected R_CURLY, got )`.
fn expected(fault: &str) -> Option<String> {
    const DEFINITION: &str = "`query`, `subscription`, `mutation`, `fragment` or `{`";
    let rest = match fault {
        NO_COLON => return Some("`:` with a value".to_owned()),
        "Unexpected <EOF>." => return Some(DEFINITION.to_owned()),
        "Fragment Name cannot be 'on'" => {
            return Some("the name of a fragment, which is not `on`,".to_owned());
        }
        "invalid Enum Value" => return Some("a value".to_owned()),
        "unexpected variable value in a Const context" => {
            return Some("a value without variables".to_owned());
        }
        _ if fault.starts_with("Name can only") => return Some("a name".to_owned()),
        _ => fault.strip_prefix("expected ")?,
    };
    let rest = rest.split(", got").next().unwrap_or_default();
    let rest = ["an ", "a "]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
    let plain = match rest {
        "R_CURLY" => "`}`",
        "L_CURLY" => "`{`",
        "R_PAREN" => "`)`",
        "L_PAREN" => "`(`",
        "R_BRACK" => "`]`",
        "L_BRACK" => "`[`",
        "COLON" => "`:`",
        "EQ" => "`=`",
        "AT" | "@ symbol" => "`@`",
        "DOLLAR" => "`$`",
        "BANG" => "`!`",
        "SPREAD" => "`...`",
        "valid Value" | "Enum Value" => "a value",
        "Argument" | "Argument Definition" => "an argument, as in `name: value`,",
        "Variable Definition" => "a variable, as in `$name: Type`,",
        "Type" | "type" | "item type" | "Name Type" | "Name in Type Condition" => {
            "the name of a type"
        }
        "Type Condition" | "'on'" => "`on` with the name of a type",
        "Fragment Name" => "the name of a fragment",
        "Inline Fragment or a Fragment Spread" => {
            "the name of a fragment, or `on` with the name of a type"
        }
        "Selection Set" => "a selection, as in `{ name }`,",
        "at least one Selection in Selection Set" => "a field",
        rest if rest.starts_with("Name") || rest.starts_with("name") => "a name",
        rest if rest.contains("efinition")
            || rest.contains("Operation")
            || rest.contains("'query'") =>
        {
            DEFINITION
        }
        _ => return None,
    };
    Some(plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::super::scan::scan;
    use super::*;
    use crate::error::Location;
    use apollo_compiler::parser::Parser;

    /// What is told of a document, with its place; none when it can be read.
    fn fault(text: &str) -> Option<(String, Option<Location>)> {
        let parsed = Parser::new().parse_ast(text, "document");
        let scanned = scan(text, &Limits::default()).expect("within limits");
        let found = parsed.as_ref().err().map(|with| &with.errors);
        if found.is_none() && scanned.instead_of_colon.is_none() {
            return None;
        }
        let refused = syntax_error(found, scanned.instead_of_colon, text);
        assert_eq!(refused.0.len(), 1, "{text}");
        let error = refused.0.into_iter().next()?;
        Some((error.message, error.location))
    }

    #[test]
    fn faults_are_told_in_plain_words_where_they_are() {
        for (text, told, line, column) in [
            (
                "{ iscm",
                "`}` is expected here, where the document ends",
                1,
                7,
            ),
            (
                "",
                "`query`, `subscription`, `mutation`, `fragment` or `{` is expected",
                1,
                1,
            ),
            (
                "{\n  iscm(acronym: }",
                "a value is expected here, not `}`",
                2,
                17,
            ),
            (
                "{ iscm(acronym: \"RCM\" }",
                "`)` is expected here, not `}`",
                1,
                23,
            ),
            (
                "{ iscm() { name } }",
                "an argument, as in `name: value`, is expected here, not `)`",
                1,
                8,
            ),
            ("{ iscm { } }", "a field is expected here, not `}`", 1, 10),
            ("query ($a) { a }", "is expected here, not `)`", 1, 10),
            (
                "query Q(a: Int) { a }",
                "a variable, as in `$name: Type`",
                1,
                9,
            ),
            (
                "query Q($a: ) { a }",
                "the name of a type is expected here, not `)`",
                1,
                13,
            ),
            ("{ a } }", "`query`, `subscription`", 1, 7),
            ("{ a(b: [1, 2) }", "is expected here, not `)`", 1, 13),
            (
                "{ a(b: \"x) }",
                "the text that begins here has no end",
                1,
                8,
            ),
            (
                "{ a(b: 'x') }",
                "`'` is no sign of GraphQL; a text stands between",
                1,
                8,
            ),
            ("{ a(b: 01) }", "a number does not begin with `0`", 1, 8),
            ("{ a(b: 1.) }", "a number is expected here", 1, 8),
            ("{ ..F }", "`...` is expected here", 1, 3),
            ("fragment on on T { a }", "which is not `on`", 1, 10),
            ("fragment F T { a }", "`on` with the name of a type", 1, 12),
            (
                "select { a }",
                "`fragment` or `{` is expected here, not `select`",
                1,
                1,
            ),
            ("{ a(b: \"\\q\") }", "one of", 1, 8),
            (
                "{ a(b) }",
                "`:` with a value is expected here, not `)`",
                1,
                6,
            ),
            (
                "{ a(b: {c d: 1}) }",
                "`:` with a value is expected here, not `d`",
                1,
                11,
            ),
            (
                "{ a(b",
                "`:` with a value is expected here, where the document ends",
                1,
                6,
            ),
            ("{ a(b: -) }", "a number is expected here", 1, 8),
            ("{ a(b: --1) }", "a number is expected here", 1, 8),
            ("{ a(b: - id) }", "a number is expected here", 1, 8),
            ("{ a.b }", "`.` is no sign of GraphQL", 1, 4),
            ("{ a(b: .5) }", "`.` is no sign of GraphQL", 1, 8),
            ("{ a..b }", "`...` is expected here, not `..`", 1, 4),
            (
                "{\r\n  ... }",
                "`on` with the name of a type is expected here, not `}`",
                2,
                7,
            ),
            ("{ ... 1 }", "is expected here, not `1`", 1, 7),
            ("{ ...", "is expected here, where the document ends", 1, 6),
            ("{\u{a0}a }", "U+00A0 is no sign of GraphQL", 1, 2),
            ("{ a \u{200b}}", "U+200B is no sign of GraphQL", 1, 5),
            ("{ a \0}", "U+0000 is no sign of GraphQL", 1, 5),
            (
                "{ a(b: `x`) }",
                "a backtick (U+0060) is no sign of GraphQL; a text",
                1,
                8,
            ),
            ("{ é }", "`é` (U+00E9) is no sign of GraphQL", 1, 3),
            (
                "{ a(b: \u{201c}x\u{201d}) }",
                "(U+201C) is no sign of GraphQL; a text",
                1,
                8,
            ),
        ] {
            let (message, at) = fault(text).expect("a fault");
            let is_right = message.contains(told) && at == Some(Location { line, column });
            assert!(is_right, "{text}: {message} at {at:?}");
        }
    }

    /// Documents that are cut, or have a token too many or another one, at each place.
    #[test]
    fn no_name_of_the_parser_s_own_is_told() {
        let whole = "query Q($a: [Int!]! = [1] @d(x: {y: null})) @d { a: b(c: \"t\", d: $a) { ...F @skip(if: true) ... on T { e(f: {g: [1.5, RED]}) } } } fragment F on T { e } subscription { s }";
        let tokens: Vec<_> = whole
            .split_inclusive([' ', '(', ')', '{', '}', '[', ']', ':', '!', '$', '@', ','])
            .collect();
        let others = [
            "}", "{", ")", "(", "]", "[", ":", "=", "!", "$", "@", "...", "|", "&", "on", "1",
            "\"", "\"t\"", "type", "?", "\u{201c}",
        ];
        let mut faults = 0;
        for at in 0..=tokens.len() {
            let (before, after) = (tokens[..at].concat(), tokens[at..].concat());
            let rest = tokens.get(at + 1..).unwrap_or_default().concat();
            let with = others.map(|other| {
                [
                    format!("{before} {other} {after}"),
                    format!("{before} {other} {rest}"),
                ]
            });
            for text in with
                .into_iter()
                .flatten()
                .chain([before.clone(), before + &rest])
            {
                let Some((message, at)) = fault(&text) else {
                    continue;
                };
                faults += 1;
                let message_words = message.split('`').step_by(2).collect::<String>();
                let is_plain = !message_words
                    .contains(|letter: char| letter.is_ascii_uppercase() || letter == '_')
                    || message_words.contains("GraphQL");
                assert!(is_plain && at.is_some(), "{text}: {message}");
                assert!(
                    !message.contains("something else"),
                    "{text}: {message}: {:?}",
                    Parser::new()
                        .parse_ast(text.as_str(), "d")
                        .err()
                        .map(|with| with.errors.to_string())
                );
            }
        }
        assert!(faults > 1_000, "{faults}");
    }
}
