//! Versions that were: made of a newer one by what was before each change, and kept for a while.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::apply::RecordState;
use super::document::PastError;
use super::scope::Scope;
use super::snapshot::Snapshot;

/// How many versions that were are kept.
const KEPT: usize = 4;

/// The versions that were asked for last, newest use first.
#[derive(Debug, Default)]
struct Past {
    kept: Mutex<VecDeque<Arc<Snapshot>>>,
    /// Held by who makes one: one is made at a time.
    making: Mutex<()>,
}

impl Past {
    fn kept(&self) -> MutexGuard<'_, VecDeque<Arc<Snapshot>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, number: i64) -> Option<Arc<Snapshot>> {
        let mut kept = self.kept();
        let at = kept.iter().position(|one| one.version().number == number)?;
        let found = kept.remove(at)?;
        kept.push_front(Arc::clone(&found));
        Some(found)
    }

    /// The oldest version after another one.
    fn nearest(&self, number: i64) -> Option<Arc<Snapshot>> {
        let kept = self.kept();
        let newer = kept.iter().filter(|one| one.version().number > number);
        newer.min_by_key(|one| one.version().number).cloned()
    }

    fn keep(&self, snapshot: &Arc<Snapshot>) {
        let mut kept = self.kept();
        kept.push_front(Arc::clone(snapshot));
        kept.truncate(KEPT);
    }
}

impl Snapshot {
    /// The versions before this one that are kept.
    fn past(&self) -> &Arc<Past> {
        self.kept(Arc::default)
    }

    /// Goes on with the versions that another one keeps, if it is of the same log. What a smaller log let go
    /// of, they let go of as well.
    pub(super) fn inherit(&self, other: &Self) {
        let is_same = self.log().goes_on_from(other.log()) && self.oldest() == other.oldest();
        if let Some(past) = other.kept_so_far::<Arc<Past>>().filter(|_| is_same) {
            self.kept(|| Arc::clone(past));
        }
    }

    /// The graph as it was in a version up to this one. `count` is told how many records differ before they
    /// are gone through.
    pub fn as_of<E: From<PastError>>(
        self: &Arc<Self>,
        number: i64,
        count: impl FnOnce(usize) -> Result<(), E>,
    ) -> Result<Arc<Self>, E> {
        if number == self.version().number {
            return Ok(Arc::clone(self));
        }
        self.has_version(number)?;
        let past = self.past();
        if let Some(known) = past.get(number) {
            return Ok(known);
        }
        let _making = past.making.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have been made meanwhile.
        if let Some(known) = past.get(number) {
            return Ok(known);
        }
        let base = past.nearest(number).unwrap_or_else(|| Arc::clone(self));
        let version = self.log().changeset(number).map(|made| made.version);
        let version = version.ok_or(PastError::Unknown {
            newest: self.version().number,
        })?;
        let mut first = BTreeMap::new();
        for changeset in self.log().between(number, base.version().number) {
            for change in &changeset.changes {
                first.entry((change.kind, &change.id)).or_insert(change);
            }
        }
        count(first.len())?;
        let states = first.into_values().map(|change| {
            let (kind, id) = (change.kind, change.id.to_string());
            let before = change.before.as_ref().map(|before| before.read(kind));
            let document = before.transpose();
            let document = document.map_err(|why| PastError::unreadable(kind, &id, &why))?;
            Ok(RecordState { kind, id, document })
        });
        let states = states.collect::<Result<_, PastError>>()?;
        let made = Self::apply(&base, version, states).map_err(PastError::from)?;
        let made = Arc::new(made);
        past.keep(&made);
        Ok(made)
    }
}

impl Scope {
    /// The same of the graph as it was in a version. `count` is told how many records differ, if it is to be
    /// made.
    pub fn as_of<E: From<PastError>>(
        &self,
        number: i64,
        count: impl FnOnce(usize) -> Result<(), E>,
    ) -> Result<Self, E> {
        Ok(Self {
            snapshot: self.snapshot.as_of(number, count)?,
            ..self.clone()
        })
    }
}
