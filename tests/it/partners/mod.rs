//! docs/partners.md as partners go by it: with the programs that it names, and night by night.
//!
//! Where a program is missing, that is said aloud and the test ends; with `ISCM_TEST_REQUIRE_CURL`, `…_PYTHON`, `…_R` and
//! `…_OFFICE` it fails instead.

mod guide;
mod nightly;
mod office;
mod scripts;

use std::path::{Path, PathBuf};

/// A file of `clients/partners`.
fn script(name: &str) -> PathBuf {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    top.join("clients/partners").join(name)
}

fn has_curl() -> bool {
    crate::support::is_there("curl", &["--version"], "ISCM_TEST_REQUIRE_CURL")
}
