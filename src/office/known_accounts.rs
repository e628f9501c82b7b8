//! Accounts of tokens' holders that were looked up, kept for a moment.

use std::sync::Arc;
use std::time::Instant;

use entity::office::account;
use quick_cache::sync::Cache;

/// How many accounts are kept.
const KEPT: usize = 10_000;

/// Accounts that were looked up, by their ids; nothing for those without a row.
#[derive(Debug)]
pub(super) struct KnownAccounts(pub(super) Cache<Box<str>, (Instant, Option<Arc<account::Model>>)>);

impl KnownAccounts {
    /// Forgets an account whose row may have changed.
    pub(super) fn forget(&self, id: &str) {
        self.0.remove(id);
    }
}

impl Default for KnownAccounts {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}
