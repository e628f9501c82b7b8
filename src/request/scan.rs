//! The first look at a document, token by token and without going down into it: what would hurt the
//! parser is refused unread.

use std::ops::Range;

use apollo_parser::{Lexer, TokenKind};

use super::limits::{Limits, within};
use super::refused::Refused;

/// A document as the parser is to read it.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The same text, with spaces where descriptions of operations, fragments and variables stood, which the
    /// parser does not know.
    pub(super) readable: String,
    /// The first token that stands where the name of an argument, or of an input in an object, is to be
    /// followed by `:`. The parser leaves out what has none, without a word.
    pub(super) instead_of_colon: Option<Range<usize>>,
}

/// What an open bracket holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Variables,
    Arguments,
    List,
    Object,
    Selections,
}

/// Holds a document's text to its limits, and looks for what the parser does not.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<Scanned, Refused> {
    within("bytes", text.len() as u64, limits.bytes as u64)?;
    let mut readable = text.to_owned();
    let mut instead_of_colon = None;
    let mut count = 0;
    let mut open: Vec<Bracket> = Vec::new();
    let mut description = None;
    let mut is_key = false;
    // The token before, and the one before that.
    let mut before = [TokenKind::Eof; 2];
    // What is no token ends up here as an error; the parser says which it is.
    for token in Lexer::new(text).flatten() {
        let kind = token.kind();
        let range = token.index()..token.index() + token.data().len();
        let is_inside = |bracket| open.last() == Some(&bracket);
        let follows_sign = matches!(before[0], TokenKind::Eq | TokenKind::Colon);
        let opened = match kind {
            // What is left out is not, for the parser, after the dots of a fragment.
            TokenKind::Comment | TokenKind::Comma if before[0] == TokenKind::Spread => {
                blank(&mut readable, range);
                continue;
            }
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Comma => continue,
            TokenKind::LParen if open.is_empty() && before[1] != TokenKind::At => {
                Some(Bracket::Variables)
            }
            TokenKind::LParen => Some(Bracket::Arguments),
            TokenKind::LBracket => Some(Bracket::List),
            TokenKind::LCurly if follows_sign || is_inside(Bracket::List) => Some(Bracket::Object),
            TokenKind::LCurly => Some(Bracket::Selections),
            _ => None,
        };
        if std::mem::take(&mut is_key) && kind != TokenKind::Colon {
            instead_of_colon.get_or_insert(range.clone());
        }
        // A description is followed by what it describes.
        let is_described = match kind {
            TokenKind::Name => open.is_empty(),
            TokenKind::Dollar => is_inside(Bracket::Variables),
            _ => false,
        };
        if let Some(range) = description.take()
            && is_described
        {
            blank(&mut readable, range);
        }
        // A text begins a definition, or stands between an operation's variables, unless it is the value of one.
        let is_first = open.is_empty() && matches!(before[0], TokenKind::Eof | TokenKind::RCurly);
        let is_between = is_inside(Bracket::Variables) && !follows_sign;
        match kind {
            TokenKind::StringValue if is_first || is_between => description = Some(range),
            TokenKind::Name => {
                within("name", token.data().len() as u64, limits.name as u64)?;
                is_key = (is_inside(Bracket::Arguments) || is_inside(Bracket::Object))
                    && !matches!(before[0], TokenKind::Colon | TokenKind::Dollar);
            }
            TokenKind::RCurly | TokenKind::RBracket | TokenKind::RParen => {
                open.pop();
            }
            _ => {}
        }
        open.extend(opened);
        within("nesting", open.len() as u64, limits.nesting as u64)?;
        count += 1;
        within("tokens", count, limits.tokens as u64)?;
        before = [kind, before[0]];
    }
    Ok(Scanned {
        readable,
        instead_of_colon,
    })
}

/// The most bytes of a document that are told to others.
const TOLD: usize = 8_000;

/// A document's text with `?` for its texts and numbers, and without comments, up to a length.
pub(super) fn without_values(text: &str) -> String {
    let mut told = String::new();
    for token in Lexer::new(text).flatten() {
        let part = match token.kind() {
            TokenKind::StringValue | TokenKind::Int | TokenKind::Float => "?",
            TokenKind::Comment | TokenKind::Eof => "",
            _ => token.data(),
        };
        if told.len() + part.len() > TOLD {
            told.push('\u{2026}');
            break;
        }
        told.push_str(part);
    }
    told
}

/// Writes spaces over a range, so that all else stays at its line and column.
fn blank(text: &mut String, range: Range<usize>) {
    let keep_lines = |letter: char| match letter {
        '\n' | '\r' => letter.to_string(),
        other => " ".repeat(other.len_utf8()),
    };
    let spaces: String = text[range.clone()].chars().map(keep_lines).collect();
    text.replace_range(range, &spaces);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_told() {
        let text = "query Q($a: Int = 5) { # of Ann\n f(a: \"Ann\", b: -1.5, c: $a, d: RED) }";
        let right = "query Q($a: Int = ?) { \n f(a: ?, b: ?, c: $a, d: RED) }";
        assert_eq!(without_values(text), right);
        let long = without_values(&"field ".repeat(10_000));
        assert!((7_000..8_010).contains(&long.len()) && long.ends_with('\u{2026}'));
    }

    fn scanned(text: &str) -> Result<String, Refused> {
        scan(text, &Limits::default()).map(|scanned| scanned.readable)
    }

    #[test]
    fn descriptions_go_and_nothing_moves() {
        let text =
            "\"\"\"All\nof it\"\"\" query Q(\"which\" $a: String = \"x\" \"é\" $b: In = {s: \"$\"})
            { f(a: \"text\" b: $a) } \"Part\" fragment F on T { f }";
        let readable = scanned(text).expect("within limits");
        assert_eq!(readable.len(), text.len());
        assert_eq!(readable.find("fragment"), text.find("fragment"));
        let words: Vec<_> = readable.split_whitespace().collect();
        let right = "query Q( $a: String = \"x\" $b: In = {s: \"$\"}) { f(a: \"text\" b: $a) } \
                     fragment F on T { f }";
        assert_eq!(words.join(" "), right);
    }

    #[test]
    fn brackets_are_counted_across_kinds() {
        let nested = |depth: usize| format!("{}{}", "{a(b:[".repeat(depth), "])}".repeat(depth));
        assert!(scanned(&nested(21)).is_ok());
        assert!(scanned(&nested(22)).is_err());
        assert!(scanned(&format!("{{ a(b: \"{}\") }}", "[".repeat(1000))).is_ok());
    }

    #[test]
    fn a_text_alone_is_no_description() {
        for text in [
            "\"x\"",
            "\"x\" { a }",
            "\"x\" \"y\" query { a }",
            "query \"x\" A { a }",
            "query A \"x\" { a }",
            "fragment \"x\" F on T { a }",
            "fragment F on \"x\" T { a }",
            "query A($a: \"x\" Int) { a }",
            "query A($ \"x\" a: Int) { a }",
            "query A($a: Int \"x\" = 1) { a }",
        ] {
            let readable = scanned(text).expect("within limits");
            assert!(readable.contains("\"x\""), "{text}: {readable}");
        }
    }

    #[test]
    fn a_name_without_its_colon_is_found() {
        let found = |text: &str| {
            let scanned = scan(text, &Limits::default()).expect("within limits");
            scanned.instead_of_colon.map(|range| text[range].to_owned())
        };
        for (text, token) in [
            ("{ a(b) }", ")"),
            ("{ a(b c: 1) }", "c"),
            ("{ a(b: 1 c) }", ")"),
            ("{ a(b: $c d) }", ")"),
            ("{ a(b {c: 1}) }", "{"),
            ("{ a(b: {c}) }", "}"),
            ("{ a(b: {c d}) }", "d"),
            ("{ a(b: {c: {d}}) }", "}"),
            ("{ a(b: [1, {c: [{d 1}]}]) }", "1"),
            ("{ a @b(c true) }", "true"),
            ("query @b(c) { a }", ")"),
            ("query ($a: I = {b}) { a }", "}"),
            ("query ($a: I @b(c)) { a }", ")"),
            ("fragment F on T @b(c: 1 d) { a }", ")"),
            ("{ a(b", ""),
        ] {
            assert_eq!(found(text).as_deref(), Some(token), "{text}");
        }
        for text in [
            "{ a(b: c, d: $e, f: \"g\" h: {i: j k: [l, m {n: o}]} p: null) { q } }",
            "query Q(\"text\" $a: [I!]! = [b, {c: d}] @e(f: g), $h: J = k) @l(m: n) { o: p @q(r: s) }",
            "{ on ...on ... on T { on } } fragment query on on { fragment }",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
