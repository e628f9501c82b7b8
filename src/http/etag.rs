//! Entity tags: what they are made of, and how they are written.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use sha2::{Digest as _, Sha256};

use crate::graphql::sdl;

/// A digest of the schema: an answer of another one may be another.
pub(super) fn schema_digest() -> [u8; 32] {
    static SCHEMA: LazyLock<[u8; 32]> = LazyLock::new(|| Sha256::digest(sdl()).into());
    *SCHEMA
}

/// What a tag has between its quotation marks.
pub(super) fn opaque(hash: &[u8]) -> String {
    let digits = hash
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// A weak `ETag`: the same response in every encoding.
pub(super) fn weak_tag(hash: &[u8]) -> HeaderValue {
    let text = format!("W/\"{}\"", opaque(hash));
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"\""))
}
