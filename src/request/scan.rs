//! The first look at a document, token by token and without going down into it: what would hurt the
//! parser is refused unread.

use apollo_parser::{Lexer, TokenKind};

use super::limits::{Limits, within};
use super::refused::Refused;

/// Holds a document's text to its limits, and gives what the parser is to read: the same text, with
/// spaces where descriptions of operations, fragments and variables stood, which it does not know.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<String, Refused> {
    within("bytes", text.len() as u64, limits.bytes as u64)?;
    let mut readable = text.to_owned();
    let (mut tokens, mut nesting) = (0, 0_usize);
    let mut described = None;
    // Whether the brackets that are open are those of an operation's variables.
    let mut in_variables = false;
    let mut before = TokenKind::Eof;
    // What is no token ends up here as an error; the parser says which it is.
    for token in Lexer::new(text).flatten() {
        let kind = token.kind();
        match kind {
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Comma => continue,
            TokenKind::LCurly | TokenKind::LBracket | TokenKind::LParen => nesting += 1,
            TokenKind::RCurly | TokenKind::RBracket | TokenKind::RParen => {
                nesting = nesting.saturating_sub(1);
            }
            _ => {}
        }
        tokens += 1;
        within("tokens", tokens, limits.tokens as u64)?;
        if kind == TokenKind::Name {
            within("name", token.data().len() as u64, limits.name as u64)?;
        }
        within("nesting", nesting as u64, limits.nesting as u64)?;
        in_variables = match nesting {
            0 => false,
            1 if kind == TokenKind::LParen => true,
            _ => in_variables,
        };
        let is_described = match kind {
            TokenKind::Name => nesting == 0,
            TokenKind::Dollar => in_variables && nesting == 1,
            _ => false,
        };
        if let Some(range) = described.take()
            && is_described
        {
            blank(&mut readable, range);
        }
        // A text begins a definition, or stands between an operation's variables. The value of a
        // variable or argument does too: it comes after a sign.
        let is_value = matches!(before, TokenKind::Eq | TokenKind::Colon);
        let may_describe = nesting == 0 || (in_variables && nesting == 1 && !is_value);
        if kind == TokenKind::StringValue && may_describe {
            described = Some(token.index()..token.index() + token.data().len());
        }
        before = kind;
    }
    Ok(readable)
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
fn blank(text: &mut String, range: std::ops::Range<usize>) {
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
        scan(text, &Limits::default())
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
        for text in ["\"x\"", "\"x\" { a }", "\"x\" \"y\" query { a }"] {
            let readable = scanned(text).expect("within limits");
            assert!(readable.contains("\"x\""), "{text}: {readable}");
        }
    }
}
