//! What stands before the parser: a document that would hurt it is refused unread.

/// The deepest nesting of brackets a document may have. The parser goes down with it, on the
/// worker's stack.
pub(super) const MAX_NESTING: usize = 64;

/// Whether brackets nest deeper than the parser is let. Brackets in strings and comments count too,
/// which can only refuse too much: the nesting of what stands outside them is never larger.
pub(super) fn is_too_deep(document: &str) -> bool {
    let mut depth = 0_usize;
    document.bytes().any(|byte| {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    })
}
