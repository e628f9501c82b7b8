//! The version that a page shows, and its terms.

use serde::Deserialize;

/// A version of the data set.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Edition {
    pub(super) version: i64,
    /// The moment it was published.
    pub(super) published_at: Option<String>,
    pub(super) citation: String,
    /// Where errors are reported to.
    pub(super) contact: Option<String>,
    pub(super) disclaimer: String,
    pub(super) licence: Licence,
}

/// What the data may be used for.
#[derive(Debug, Deserialize)]
pub(super) struct Licence {
    pub(super) name: String,
    pub(super) url: String,
}

impl Edition {
    /// The day it was published.
    pub(super) fn day(&self) -> Option<&str> {
        self.published_at.as_deref()?.get(..10)
    }
}
