//! Keys that were looked up, kept for a moment.

use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;

use super::keys::KeyInfo;

/// How long a key, and an account, is taken for what it was when it was looked up.
pub(super) const FRESH: Duration = Duration::from_secs(5);
/// How many keys are kept.
const KEPT: usize = 10_000;

/// Keys that were looked up, by the part that is shown; nothing for what is none.
#[derive(Debug)]
pub(super) struct KnownKeys(pub(super) Cache<Box<str>, (Instant, Option<Arc<KeyInfo>>)>);

impl Default for KnownKeys {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl KnownKeys {
    /// Forgets the keys of an account that changed.
    pub(super) fn forget_all_of(&self, account: &str) {
        let is_other = |known: &KeyInfo| known.account.id != account;
        self.0
            .retain(|_, (_, known)| known.as_deref().is_none_or(is_other));
    }

    /// Forgets a key that changed.
    pub(super) fn forget(&self, prefix: &str) {
        self.0.remove(prefix);
    }
}
