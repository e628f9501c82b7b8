//! How large a request may be, and what a larger one is told.

use super::refused::Refused;
use crate::error::MAX_ERRORS;
use crate::work::exceeded;

/// What a document and its variables may hold at most. Each is checked before what it bounds is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document's text.
    pub bytes: usize,
    /// Words, numbers, texts and signs; spaces and comments are none.
    pub tokens: usize,
    /// Bytes of a name.
    pub name: usize,
    /// Brackets of all kinds that are open at once.
    pub nesting: usize,
    /// Operations and fragments.
    pub definitions: usize,
    /// Fields under another name.
    pub aliases: usize,
    /// Directives.
    pub directives: usize,
    /// Spreads of named fragments.
    pub spreads: usize,
    /// Selections inside one another, of fields and fragments, with fragments put in.
    pub levels: usize,
    /// Fields inside fields, with fragments put in.
    pub depth: usize,
    /// Fields, with fragments put in.
    pub fields: usize,
    /// Values in the variables, those inside lists and objects too.
    pub values: usize,
    /// What an answer may cost; the schema tells what its fields cost.
    pub cost: u64,
    /// Errors that are told of one request.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 100_000,
            tokens: 10_000,
            name: 200,
            nesting: 64,
            definitions: 100,
            aliases: 300,
            directives: 300,
            spreads: 1_000,
            levels: 200,
            depth: 30,
            fields: 3_000,
            values: 10_000,
            cost: 20_000,
            errors: MAX_ERRORS,
        }
    }
}

/// Refuses what there is more of than the limit.
pub(super) fn within(limit: &'static str, is: u64, allowed: u64) -> Result<(), Refused> {
    if is <= allowed {
        return Ok(());
    }
    let what = match limit {
        "bytes" => "the document's text has {is} bytes",
        "tokens" => "the document has {is} tokens or more",
        "name" => "a name in the document has {is} bytes",
        "nesting" => "the document nests brackets {is} deep or deeper",
        "definitions" => "the document has {is} operations and fragments",
        "aliases" => "the document has {is} aliases",
        "directives" => "the document has {is} directives",
        "spreads" => "the document has {is} fragment spreads",
        "levels" => "the document nests selections {is} deep, with fragments put in",
        "depth" => "the operation nests fields {is} deep",
        "fields" => "the operation asks for {is} fields, with fragments put in",
        "values" => "the variables hold {is} values or more",
        _ => "the operation costs {is}",
    };
    let is_text = if is == u64::MAX {
        "18446744073709551615 (or more)".to_owned()
    } else {
        is.to_string()
    };
    let message = format!(
        "{}, {allowed} at most are answered{}",
        what.replace("{is}", &is_text),
        if limit == "cost" {
            ": ask for smaller pages (`first`), or for less inside lists"
        } else {
            ""
        }
    );
    Err(Refused::one(exceeded(limit, is, allowed, message)))
}
