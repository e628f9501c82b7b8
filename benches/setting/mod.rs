//! Settings of benches: variables of the environment.

use std::env;

use anyhow::{Context, Result};

/// The number that a variable has, if it is given.
pub(super) fn number(variable: &str, otherwise: u32) -> Result<u32> {
    match env::var(variable) {
        Ok(text) => text
            .parse()
            .with_context(|| format!("{variable} takes a number")),
        Err(_) => Ok(otherwise),
    }
}
