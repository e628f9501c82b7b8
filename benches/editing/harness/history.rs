//! What writers and readers were told, in one place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Result, ensure};

use super::board::{Move, Seen, Tokens};

/// A changeset that was sent, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) what: Move,
    /// The version that it made; nothing where it was refused.
    pub(super) version: Option<i64>,
}

/// All that was told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// In the order in which answers came.
    pub(super) attempts: Vec<Attempt>,
    /// What each version that was read has.
    pub(super) seen: BTreeMap<i64, Tokens>,
    /// How long each read took that was answered.
    pub(super) reads: Vec<Duration>,
    /// Reads that no server answered.
    pub(super) unanswered: usize,
    /// Reads that the second server answered.
    pub(super) moved: usize,
    /// How long each changeset took until it was answered, those that were resent among them.
    pub(super) writes: Vec<Duration>,
    /// Changesets that were sent more than once.
    pub(super) resent: usize,
}

/// Where all note what they are told.
#[derive(Clone, Debug, Default)]
pub(super) struct History(Arc<Mutex<Told>>);

impl History {
    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a read; an error where the same version was another one before.
    pub(super) fn read(&self, seen: Seen, took: Duration) -> Result<()> {
        let Seen { version, tokens } = seen;
        let mut told = self.told();
        told.reads.push(took);
        let known = told.seen.entry(version).or_insert_with(|| tokens.clone());
        ensure!(
            *known == tokens,
            "version {version} was {known:?}, and is {tokens:?}"
        );
        Ok(())
    }

    /// How many changesets were acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        let told = self.told();
        told.attempts
            .iter()
            .filter(|one| one.version.is_some())
            .count()
    }
}
