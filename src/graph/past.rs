//! Versions that were: made of a newer one by what was before each change, and kept for a while.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::apply::RecordState;
use super::derived::Kept;
use super::document::PastError;
use super::scope::Scope;
use super::snapshot::Snapshot;
use crate::store::Logged;

/// The versions that were asked for last, newest use first.
#[derive(Debug, Default)]
struct Past {
    kept: Mutex<VecDeque<KeptVersion>>,
    /// Held by who makes one: one is made at a time.
    making: Mutex<()>,
}

/// A version that is kept.
#[derive(Clone, Debug)]
struct KeptVersion {
    snapshot: Arc<Snapshot>,
    /// How much memory its own rows take, as they stand in the log, in bytes.
    rows: usize,
}

/// The same as a version and those after it hold it.
#[derive(Default)]
struct Held(Arc<Past>);

impl Kept for Held {}

impl Past {
    fn kept(&self) -> MutexGuard<'_, VecDeque<KeptVersion>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, number: i64) -> Option<Arc<Snapshot>> {
        let mut kept = self.kept();
        let at = kept
            .iter()
            .position(|one| one.snapshot.version().number == number)?;
        let found = kept.remove(at)?;
        kept.push_front(found.clone());
        Some(found.snapshot)
    }

    /// The oldest version after another one.
    fn nearest(&self, number: i64) -> Option<Arc<Snapshot>> {
        let kept = self.kept();
        let snapshots = kept.iter().map(|one| &one.snapshot);
        let newer = snapshots.filter(|one| one.version().number > number);
        newer.min_by_key(|one| one.version().number).cloned()
    }

    /// Keeps a version, and lets go of those whose last use is longest ago where all take more than the bound
    /// beside the present one.
    fn keep(&self, version: KeptVersion, present: &Snapshot) {
        let mut kept = self.kept();
        kept.push_front(version);
        let mut left = Some(present.log().bound());
        kept.retain(|one| {
            let weight = one.rows + one.snapshot.weight_beside(present);
            left = left.and_then(|left| left.checked_sub(weight));
            left.is_some()
        });
    }
}

impl Snapshot {
    /// The versions before this one that are kept.
    fn past(&self) -> &Past {
        let Held(past) = self.kept(Held::default);
        past
    }

    /// Goes on with the versions that another one keeps, if it is of the same log. What a smaller log let go
    /// of, they let go of as well.
    pub(super) fn inherit(&self, other: &Self) {
        let is_same = self.log().goes_on_from(other.log()) && self.oldest() == other.oldest();
        if let Some(past) = other
            .kept_so_far::<Held>()
            .map(|Held(past)| past)
            .filter(|_| is_same)
        {
            self.kept(|| Held(Arc::clone(past)));
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
        let documents = first.values().filter_map(|change| change.before.as_ref());
        let rows = documents.map(Logged::weight).sum();
        let states = first.into_values().map(|change| {
            let (kind, id) = (change.kind, change.id.to_string());
            let before = change.before.as_ref().map(|before| before.read(kind));
            let document = before.transpose();
            let document = document.map_err(|why| PastError::unreadable(kind, &id, &why))?;
            Ok(RecordState { kind, id, document })
        });
        let states = states.collect::<Result<_, PastError>>()?;
        let made = base.apply(version, states).map_err(PastError::from)?;
        let made = Arc::new(made);
        let snapshot = Arc::clone(&made);
        past.keep(KeptVersion { snapshot, rows }, self);
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
