//! The pages for readers.
//!
//! May use: `country`, `error`.

#[expect(
    dead_code,
    unused_imports,
    reason = "the pages that draw charts follow"
)]
pub(crate) mod chart;
#[expect(dead_code, unused_imports, reason = "the pages that draw maps follow")]
pub(crate) mod map;
