//! Which version changed each record last.

use std::sync::OnceLock;

use entity::tables::{NodeType, Table, Visitor, each};
use sea_orm::Iterable;

use super::derived::Kept;
use super::snapshot::Snapshot;

/// For each type the versions that changed its records last, by their places.
struct Changed(Vec<OnceLock<Box<[i64]>>>);

impl Kept for Changed {}

impl Default for Changed {
    fn default() -> Self {
        Self(NodeType::iter().map(|_| OnceLock::new()).collect())
    }
}

impl Snapshot {
    /// The version that changed a record last, or a part of it. Where the log does not tell, the oldest that it
    /// tells of; of a version without a log, that one.
    #[must_use]
    pub fn changed_in(&self, kind: NodeType, place: u32) -> i64 {
        let Changed(all) = self.kept(Changed::default);
        let versions = all[kind as usize].get_or_init(|| self.last_changes(kind));
        versions.get(place as usize).copied().unwrap_or_default()
    }

    /// The same of one record, which may be gone by now, without looking at the others.
    #[must_use]
    pub fn last_change(&self, kind: NodeType, id: &str) -> i64 {
        let (present, log) = (self.version().number, self.log());
        let versions = log.of_record(kind, id);
        let newer = versions.partition_point(|number| *number <= present);
        let last = newer.checked_sub(1).and_then(|last| versions.get(last));
        let unknown = || log.first().unwrap_or(present).min(present);
        last.copied().unwrap_or_else(unknown)
    }

    fn last_changes(&self, kind: NodeType) -> Box<[i64]> {
        struct Finder<'s>(&'s Snapshot, NodeType, Box<[i64]>);
        impl Visitor for Finder<'_> {
            fn visit<E: Table>(&mut self) {
                let Self(snapshot, kind, found) = self;
                if E::RECORD == Some(*kind) {
                    let last = |row: &E::Model| snapshot.last_change(*kind, E::subject(row).1);
                    *found = snapshot.rows::<E>().iter().map(|row| last(row)).collect();
                }
            }
        }
        let mut finder = Finder(self, kind, Box::default());
        each(&mut finder);
        finder.2
    }
}
