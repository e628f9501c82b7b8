//! Questions that were looked up, kept for a moment.

use std::time::{Duration, Instant};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::questions::Found;

/// How long a question is taken for what it was when it was looked up.
const FRESH: Duration = Duration::from_secs(5);

/// Memory that they take at most, in bytes.
const KEPT: u64 = 16 << 20;

/// An account, and a name.
type Key = (Box<str>, Box<str>);

/// When it was looked up, and what was found.
type Looked = (Instant, Option<Found>);

/// Weighs them by the memory that they take.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<Key, Looked> for Bytewise {
    fn weight(&self, (account, name): &Key, (_, found): &Looked) -> u64 {
        let found = found.as_ref().map_or(0, Found::weight);
        (account.len() + name.len() + found + 100) as u64
    }
}

/// Questions that were looked up; nothing for what is none.
#[derive(Debug)]
pub(super) struct KnownQuestions(Cache<Key, Looked, Bytewise>);

impl Default for KnownQuestions {
    fn default() -> Self {
        Self(Cache::with_weighter(1_000, KEPT, Bytewise))
    }
}

impl KnownQuestions {
    /// Whether it was looked for a moment ago, and what was found.
    pub(super) fn get(&self, account: &str, name: &str) -> (bool, Option<Found>) {
        match self.0.get(&key(account, name)) {
            Some((at, found)) if at.elapsed() < FRESH => (true, found),
            _ => (false, None),
        }
    }

    /// Keeps what was found.
    pub(super) fn keep(&self, account: &str, name: &str, found: Option<Found>) {
        self.0.insert(key(account, name), (Instant::now(), found));
    }

    /// Forgets one that changed.
    pub(super) fn forget(&self, account: &str, name: &str) {
        self.0.remove(&key(account, name));
    }
}

fn key(account: &str, name: &str) -> Key {
    (account.into(), name.into())
}
