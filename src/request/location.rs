//! Where in a document something is: lines and columns, from 1.

use std::ops::Range;

use apollo_compiler::diagnostic::{Diagnostic, ToCliReport};
use apollo_compiler::parser::{SourceMap, SourceSpan};
use apollo_parser::{Lexer, TokenKind};

use crate::error::Location;

/// The line and column of a place in a text.
pub(super) fn of_offset(text: &str, offset: usize) -> Location {
    let before = &text[..offset];
    let breaks = before.match_indices(['\n', '\r']);
    let breaks = breaks.filter(|(at, _)| !before[*at..].starts_with("\r\n"));
    let (count, start) = breaks.fold((0, 0), |(count, _), (at, _)| (count + 1, at + 1));
    Location {
        line: count + 1,
        column: before[start..].chars().count() + 1,
    }
}

/// Where the compiler found something.
pub(super) fn of_found<T: ToCliReport>(found: &Diagnostic<'_, T>) -> Option<Location> {
    let start = found.line_column_range()?.start;
    Some(Location {
        line: start.line,
        column: start.column,
    })
}

/// Where a span of the document begins.
pub(super) fn of_span(sources: &SourceMap, span: Option<SourceSpan>) -> Option<Location> {
    let at = span?.line_column(sources)?;
    Some(Location {
        line: at.line,
        column: at.column,
    })
}

/// Where the first token after a place is; the end, if there is none.
pub(super) fn token_after(text: &str, end: usize) -> Range<usize> {
    let is_left_out = |kind| {
        matches!(
            kind,
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Comma
        )
    };
    let mut tokens = Lexer::new(&text[end..]).map_while(Result::ok);
    let token = tokens.find(|token| !is_left_out(token.kind()));
    token.map_or(text.len()..text.len(), |token| {
        let start = end + token.index();
        start..start + token.data().len()
    })
}
