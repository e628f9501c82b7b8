//! Reading the log: who changed what, when, and what it was before.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::enums::Operation;
use entity::tables::NodeType;
use entity::{change, changeset};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::document::Logged;
use super::load::{Loaded, Version, rows, version_in};
use crate::db::{Access, begin};

/// A changeset as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changeset {
    /// The version that it made.
    pub version: Version,
    /// Who wrote it.
    pub actor: String,
    /// What it is for, in the writer's words.
    pub message: String,
    /// What it did, by type and id.
    pub changes: Vec<ChangedRecord>,
    /// Whether the changes have what was before them.
    pub is_whole: bool,
}

/// What a changeset did to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRecord {
    /// The record's type.
    pub kind: NodeType,
    /// Its id.
    pub id: Arc<str>,
    /// What was done.
    pub operation: Operation,
    /// The record before; nothing when it was added, or is not kept any more.
    pub before: Option<Logged>,
}

impl Changeset {
    /// What it did to a record.
    #[must_use]
    pub fn change(&self, kind: NodeType, id: &str) -> Option<&ChangedRecord> {
        self.changes.get(self.place(kind, id)?)
    }

    fn change_mut(&mut self, kind: NodeType, id: &str) -> Option<&mut ChangedRecord> {
        let place = self.place(kind, id)?;
        self.changes.get_mut(place)
    }

    fn place(&self, kind: NodeType, id: &str) -> Option<usize> {
        let key = |change: &ChangedRecord| (change.kind, &*change.id).cmp(&(kind, id));
        self.changes.binary_search_by(key).ok()
    }

    /// Whether it is what a redaction of the log left: a version that changes nothing.
    #[must_use]
    pub fn is_redaction(&self) -> bool {
        self.changes.is_empty()
    }

    /// How much memory its documents take, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let documents = self.changes.iter().filter_map(|one| one.before.as_ref());
        documents.map(Logged::weight).sum()
    }

    /// The same without documents.
    #[must_use]
    pub fn thinned(&self) -> Self {
        let mut thinned = self.clone();
        thinned.is_whole = false;
        for change in &mut thinned.changes {
            change.before = None;
        }
        thinned
    }
}

/// The end of the log.
#[derive(Debug)]
pub struct LogEnd {
    /// Whether it goes on where what is held of it ends; else it is all of the log.
    pub goes_on: bool,
    /// Its changesets without a gap, oldest first, up to the present version.
    pub changesets: Vec<Changeset>,
}

/// Reads the present version and what the log has beyond `held`, all of it from one moment. The newest
/// documents are read, up to so many bytes of them.
pub async fn load_with_log(
    db: &DatabaseConnection,
    held: Option<&Changeset>,
    bytes: usize,
) -> Result<(Loaded, LogEnd), DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let version = version_in(&transaction).await?;
    let tables = rows(&transaction).await?;
    let mut end = LogEnd {
        goes_on: false,
        changesets: Vec::new(),
    };
    if let Some(held) = held
        && is_there(&transaction, held).await?
    {
        let number = held.version.number;
        end.changesets = changesets(&transaction, number, version.number, bytes).await?;
        let first = end.changesets.first().map(|first| first.version.number);
        let is_gapless = first.map_or(version == held.version, |first| first == number + 1);
        // What was held of it may have what was taken out.
        let is_redacted = end.changesets.iter().any(Changeset::is_redaction);
        end.goes_on = is_gapless && !is_redacted;
    }
    if !end.goes_on {
        end.changesets = changesets(&transaction, 0, version.number, bytes).await?;
    }
    transaction.commit().await?;
    Ok((Loaded { version, tables }, end))
}

/// Whether the log has a changeset. A database that was restored may have another of the same number.
pub(super) async fn is_there(
    transaction: &DatabaseTransaction,
    held: &Changeset,
) -> Result<bool, DbErr> {
    let found = changeset::Entity::find_by_id(held.version.number);
    let found = found.one(transaction).await?;
    Ok(found.is_some_and(|found| {
        found.created_at == held.version.published_at
            && found.actor == held.actor
            && found.message == held.message
    }))
}

/// The changesets after one version up to another, as far as they lead to it without a gap.
pub(super) async fn changesets(
    transaction: &DatabaseTransaction,
    after: i64,
    to: i64,
    bytes: usize,
) -> Result<Vec<Changeset>, DbErr> {
    let found = changeset::Entity::find()
        .filter(changeset::Column::Version.gt(after))
        .filter(changeset::Column::Version.lte(to))
        .order_by_desc(changeset::Column::Version);
    let found = found.all(transaction).await?.into_iter();
    let gapless = (0..).zip(found).map_while(|(steps, found)| {
        let changeset = Changeset {
            version: Version {
                number: found.version,
                published_at: found.created_at,
            },
            actor: found.actor,
            message: found.message,
            changes: Vec::new(),
            is_whole: true,
        };
        (found.version == to - steps).then_some((found.version, changeset))
    });
    let mut changesets: BTreeMap<_, _> = gapless.collect();
    let Some((first, _)) = changesets.first_key_value() else {
        return Ok(Vec::new());
    };
    let first = *first;
    for (version, change) in changes(transaction, first, to).await? {
        if let Some(changeset) = changesets.get_mut(&version) {
            changeset.changes.push(change);
        }
    }
    for changeset in changesets.values_mut() {
        let key = |change: &ChangedRecord| (change.kind, Arc::clone(&change.id));
        changeset.changes.sort_by_cached_key(key);
    }
    add_documents(transaction, &mut changesets, bytes).await?;
    Ok(changesets.into_values().collect())
}

/// The changes from one version to another, without documents.
async fn changes(
    transaction: &DatabaseTransaction,
    from: i64,
    to: i64,
) -> Result<Vec<(i64, ChangedRecord)>, DbErr> {
    let found: Vec<(i64, NodeType, String, Operation)> = change::Entity::find()
        .select_only()
        .columns([
            change::Column::Version,
            change::Column::SubjectType,
            change::Column::SubjectId,
            change::Column::Operation,
        ])
        .filter(change::Column::Version.between(from, to))
        .into_tuple()
        .all(transaction)
        .await?;
    let changes = found.into_iter().map(|(version, kind, id, operation)| {
        let change = ChangedRecord {
            kind,
            id: id.into(),
            operation,
            before: None,
        };
        (version, change)
    });
    Ok(changes.collect())
}

/// How many documents are asked for at once, or those of one version.
const AT_ONCE: usize = 1_000;

/// Adds what was before changes, newest first. Those that are over the bound are left out, with all that are
/// older.
async fn add_documents(
    transaction: &DatabaseTransaction,
    changesets: &mut BTreeMap<i64, Changeset>,
    bytes: usize,
) -> Result<(), DbErr> {
    let mut left = bytes;
    let mut chunk = None;
    let counts: Vec<_> = changesets
        .iter()
        .map(|(version, changeset)| (*version, changeset.changes.len()))
        .collect();
    let mut rest = counts.into_iter().rev().peekable();
    while let Some((version, count)) = rest.next() {
        let (to, waiting) = chunk.take().unwrap_or((version, 0));
        let waiting = waiting + count;
        if waiting < AT_ONCE && rest.peek().is_some() {
            chunk = Some((to, waiting));
            continue;
        }
        for (of, kind, id, before) in documents(transaction, version, to).await? {
            let Some(less) = left.checked_sub(before.weight()) else {
                for changeset in changesets.range_mut(..=of) {
                    *changeset.1 = changeset.1.thinned();
                }
                return Ok(());
            };
            left = less;
            let change = changesets
                .get_mut(&of)
                .and_then(|changeset| changeset.change_mut(kind, &id));
            if let Some(change) = change {
                change.before = Some(before);
            }
        }
    }
    Ok(())
}

/// What was before the changes from one version to another, newest first.
async fn documents(
    transaction: &DatabaseTransaction,
    from: i64,
    to: i64,
) -> Result<impl Iterator<Item = (i64, NodeType, String, Logged)>, DbErr> {
    type Found = (i64, NodeType, String, i32, Value);
    let found: Vec<Found> = change::Entity::find()
        .select_only()
        .columns([
            change::Column::Version,
            change::Column::SubjectType,
            change::Column::SubjectId,
            change::Column::Format,
            change::Column::Before,
        ])
        .filter(change::Column::Version.between(from, to))
        .filter(change::Column::Before.is_not_null())
        .order_by_desc(change::Column::Version)
        .into_tuple()
        .all(transaction)
        .await?;
    let logged = |(version, kind, id, format, before): Found| {
        (version, kind, id, Logged::new(format, &before))
    };
    Ok(found.into_iter().map(logged))
}
