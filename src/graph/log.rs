//! The log in memory: what each version changed, and what was before. It does not change; a newer version's
//! shares what they have in common.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::tables::NodeType;
use sea_orm::Iterable;

use crate::store::{ChangedRecord, Changeset};

/// The index of each type is in so many parts: a new version copies those that it adds to.
const PARTS: usize = 32;

/// The versions that changed each record, by its id.
type Part = HashMap<Arc<str>, Vec<i64>>;

/// The log up to a version.
#[derive(Clone, Debug)]
pub struct Log {
    /// Without a gap, oldest first.
    changesets: Vec<Arc<Changeset>>,
    index: Vec<Arc<Part>>,
    /// How many of the oldest are without what was before them.
    thinned: usize,
    /// How many bytes of documents are kept at most.
    bound: usize,
}

impl Log {
    /// A log without anything in it, that keeps so many bytes of documents at most.
    #[must_use]
    pub fn empty(bound: usize) -> Self {
        let parts = NodeType::iter().len() * PARTS;
        Self {
            changesets: Vec::new(),
            index: vec![Arc::default(); parts],
            thinned: 0,
            bound,
        }
    }

    /// The same with what goes on from it. Of the oldest versions the documents are dropped where all are too
    /// many.
    #[must_use]
    pub fn extended(&self, more: Vec<Changeset>) -> Self {
        let mut log = self.clone();
        for changeset in more {
            for change in &changeset.changes {
                let part = part(change.kind, &change.id);
                let part = Arc::make_mut(&mut log.index[part]);
                let versions = part.entry(Arc::clone(&change.id)).or_default();
                versions.push(changeset.version.number);
            }
            log.changesets.push(Arc::new(changeset));
        }
        log.thin();
        log
    }

    fn thin(&mut self) {
        let is_whole = |changeset: &Arc<Changeset>| changeset.is_whole;
        let thin = self.changesets.iter().rposition(|one| !is_whole(one));
        self.thinned = thin.map_or(0, |last| last + 1);
        let whole = self.changesets.get_mut(self.thinned..).unwrap_or_default();
        let mut bytes: usize = whole.iter().map(|changeset| changeset.weight()).sum();
        for changeset in whole {
            if bytes <= self.bound {
                break;
            }
            bytes -= changeset.weight();
            *changeset = Arc::new(changeset.thinned());
            self.thinned += 1;
        }
    }

    /// How many bytes of documents are kept at most.
    #[must_use]
    pub const fn bound(&self) -> usize {
        self.bound
    }

    /// Whether it has what another one has, and perhaps more; not where something was taken out of it since.
    #[must_use]
    pub fn goes_on_from(&self, other: &Self) -> bool {
        other.newest().is_some_and(|newest| {
            let own = self.changeset(newest.version.number);
            own.is_some_and(|own| own.version == newest.version)
                && self.redacted_in() == other.redacted_in()
        })
    }

    /// The newest version in which something was taken out of the log.
    #[must_use]
    pub fn redacted_in(&self) -> Option<i64> {
        let redacted = self.changesets.iter().rev();
        let mut redacted = redacted.filter(|changeset| changeset.is_redaction());
        redacted.next().map(|changeset| changeset.version.number)
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let changesets = self.changesets.iter();
        changesets.map(|changeset| changeset.changes.len()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The newest changeset.
    #[must_use]
    pub fn newest(&self) -> Option<&Arc<Changeset>> {
        self.changesets.last()
    }

    /// The changeset that made a version.
    #[must_use]
    pub fn changeset(&self, number: i64) -> Option<&Arc<Changeset>> {
        self.changesets.get(self.place(number)?)
    }

    /// The changesets after one version up to another, oldest first.
    #[must_use]
    pub fn between(&self, after: i64, to: i64) -> &[Arc<Changeset>] {
        let end = |number: i64| {
            let newer = |changeset: &Arc<Changeset>| changeset.version.number <= number;
            self.changesets.partition_point(newer)
        };
        self.changesets.get(end(after)..end(to)).unwrap_or_default()
    }

    fn place(&self, number: i64) -> Option<usize> {
        let first = self.changesets.first()?.version.number;
        usize::try_from(number.checked_sub(first)?).ok()
    }

    /// The oldest version that the log tells of; nothing where it tells of none.
    #[must_use]
    pub fn first(&self) -> Option<i64> {
        Some(self.changesets.first()?.version.number)
    }

    /// The oldest version of which it is kept what was before it, as it is of all that are newer; the next one
    /// where that is none. Nothing where there is no log.
    #[must_use]
    pub fn whole_from(&self) -> Option<i64> {
        let newest = self.newest()?.version.number;
        let whole = self.changesets.get(self.thinned);
        Some(whole.map_or(newest + 1, |whole| whole.version.number))
    }

    /// The version that was the newest at a moment, up to another one.
    #[must_use]
    pub fn version_at(&self, moment: DateTime<Utc>, to: i64) -> Option<i64> {
        let moment = moment.timestamp_millis();
        let known = self.between(0, to);
        let at = known.partition_point(|changeset| changeset.version.published_at <= moment);
        Some(known.get(at.checked_sub(1)?)?.version.number)
    }

    /// The versions that changed a record, oldest first.
    #[must_use]
    pub fn of_record(&self, kind: NodeType, id: &str) -> &[i64] {
        let part = &self.index[part(kind, id)];
        part.get(id).map_or(&[], Vec::as_slice)
    }

    /// What changed a record first after a version.
    #[must_use]
    pub fn next_change(&self, kind: NodeType, id: &str, version: i64) -> Option<&ChangedRecord> {
        let versions = self.of_record(kind, id);
        let next = versions.partition_point(|number| *number <= version);
        self.changeset(*versions.get(next)?)?.change(kind, id)
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::empty(0)
    }
}

fn part(kind: NodeType, id: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the remainder is small, on whatever machine"
    )]
    let number = hasher.finish() as usize % PARTS;
    kind as usize * PARTS + number
}

#[cfg(test)]
mod tests {
    use entity::enums::Operation;

    use super::*;
    use crate::store::Version;

    fn changeset(number: i64, ids: &[&str]) -> Changeset {
        let changes = ids.iter().map(|id| ChangedRecord {
            kind: NodeType::Topic,
            id: (*id).into(),
            operation: Operation::Update,
            before: None,
        });
        Changeset {
            version: Version {
                number,
                published_at: number * 1000,
            },
            actor: "test".to_owned(),
            message: String::new(),
            changes: changes.collect(),
            is_whole: true,
        }
    }

    #[test]
    fn a_log_tells_versions_by_number_moment_and_record() {
        let none = Log::empty(0);
        assert_eq!((none.first(), none.whole_from()), (None, None));
        let log = none.extended(vec![changeset(3, &["a", "b"]), changeset(4, &["b"])]);
        let more = log.extended(vec![changeset(5, &["a"])]);
        assert!(more.goes_on_from(&log) && !log.goes_on_from(&more));
        assert!(!log.goes_on_from(&none));
        assert_eq!(more.of_record(NodeType::Topic, "a"), [3, 5]);
        assert_eq!(log.of_record(NodeType::Topic, "a"), [3]);
        assert!(more.of_record(NodeType::Theme, "a").is_empty());
        assert_eq!(more.between(3, 9).len(), 2);
        assert_eq!(more.between(i64::MIN, 3).len(), 1);
        assert!(more.between(9, 3).is_empty());
        assert_eq!((more.first(), more.whole_from()), (Some(3), Some(3)));
        for number in [i64::MIN, 2, 6, i64::MAX] {
            assert!(more.changeset(number).is_none());
        }
        let at = |millis| DateTime::from_timestamp_millis(millis).expect("a moment");
        let told = [2999, 3000, 4999, 5000, 99_000].map(|millis| more.version_at(at(millis), 5));
        assert_eq!(told, [None, Some(3), Some(4), Some(5), Some(5)]);
        assert_eq!(more.version_at(at(99_000), 4), Some(4));
    }
}
