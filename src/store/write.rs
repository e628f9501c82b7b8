//! Writing: making the data set other rows, as one changeset that touches only what differs.

use std::fmt;

use chrono::{DateTime, Utc};
use entity::enums::Operation;
use entity::tables::Tables;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::base::base;
use super::changed::Changed;
use super::commit::{Commit, CommitError, commit_in, commit_locked, lock, number, set_version};
use super::difference::Difference;
use super::load::{Version, has_rows, rows};
use super::merge::{Conflict, Conflicts, merge};
use super::removals::Removals;
use crate::db::{self, Access, begin, commit_written};

/// What a changeset is to do.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Who writes.
    pub actor: &'a str,
    /// What for.
    pub message: &'a str,
    /// The rows that the data set is to have.
    pub tables: &'a Tables,
    /// When it is made.
    pub at: DateTime<Utc>,
    /// Whether it may remove as much as it likes.
    pub may_remove: bool,
    /// How what others changed since the files were made is kept; nothing where the rows count as they are.
    pub merge: Option<Merge<'a>>,
}

/// How files are merged with what others changed.
#[derive(Clone, Copy)]
pub struct Merge<'a> {
    /// The version that the files were exported from, if they tell.
    pub exported: Option<Version>,
    /// What is done where both changed one thing.
    pub conflicts: Conflicts,
    /// What is wrong with rows that came of merging, if anything is.
    pub check: &'a (dyn Fn(&Tables) -> Result<(), String> + Sync),
}

impl fmt::Debug for Merge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = f.debug_struct("Merge");
        told.field("exported", &self.exported);
        told.field("conflicts", &self.conflicts);
        told.finish_non_exhaustive()
    }
}

/// What a changeset did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The version after it, which is a new one if anything changed.
    pub version: i64,
    /// The records that were added, changed and removed.
    pub changed: Changed,
}

impl Outcome {
    /// How many records something was done to.
    #[must_use]
    pub fn count(&self, operation: Operation) -> usize {
        let records = self.changed.values().flat_map(|records| records.values());
        records.filter(|its| **its == operation).count()
    }
}

/// A changeset that was not written; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The database failed.
    #[error("cannot write to the database: {}", db::reason(.0))]
    Database(DbErr),
    /// The schema is none that this program goes on with.
    #[error(transparent)]
    Schema(#[from] db::Error),
    /// It removes much, and was not allowed to.
    #[error("{0}")]
    Removals(Removals),
    /// The files and others changed the same differently.
    #[error("{} in conflict", shown(.0))]
    Conflicts(Vec<Conflict>),
    /// What comes of merging breaks rules.
    #[error("merged with what others changed, {0}")]
    Faulty(String),
}

fn shown(conflicts: &[Conflict]) -> String {
    let all: Vec<_> = conflicts.iter().map(ToString::to_string).collect();
    all.join("; ")
}

impl WriteError {
    /// Whether it is one because this user may not write.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        match self {
            Self::Database(error) => db::is_forbidden(error),
            Self::Schema(error) => error.is_forbidden(),
            Self::Removals(_) | Self::Conflicts(_) | Self::Faulty(_) => false,
        }
    }
}

// Not as its source: what the database says is told already.
impl From<DbErr> for WriteError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// How often rows are compared anew where others write meanwhile, before these are made to wait.
const TRIES: usize = 3;

/// Makes the data set what `change` says, as the next version. Nothing is written when nothing
/// differs, and nothing when anything fails. Others can write while the rows are compared.
pub async fn write(db: &DatabaseConnection, change: Change<'_>) -> Result<Outcome, WriteError> {
    for _ in 0..TRIES {
        let transaction = begin(db, Access::Read).await?;
        let (version, is_noted) = number(&transaction).await?;
        let (difference, _) = compare(&transaction, change).await?;
        transaction.commit().await?;
        if difference.is_empty() && is_noted {
            return Ok(outcome(version, difference));
        }
        if difference.is_empty() && version > 0 {
            break;
        }
        let transaction = begin(db, Access::Write).await?;
        match commit_in(&transaction, change.commit(&difference, version)).await {
            Ok(version) => {
                commit_written(transaction).await?;
                return Ok(outcome(version.number, difference));
            }
            Err(CommitError::Moved(_)) => {}
            Err(CommitError::Database(error)) => return Err(error.into()),
        }
    }
    let transaction = begin(db, Access::Write).await?;
    let outcome = write_in(&transaction, change).await?;
    commit_written(transaction).await?;
    Ok(outcome)
}

/// The same in a transaction, in which others who write wait; it is to be rolled back when anything fails.
pub async fn write_in(
    transaction: &DatabaseTransaction,
    change: Change<'_>,
) -> Result<Outcome, WriteError> {
    let before = lock(transaction).await?;
    let (difference, _) = compare(transaction, change).await?;
    if difference.is_empty() && before > 0 {
        set_version(transaction, before).await?;
        return Ok(outcome(before, difference));
    }
    let version = commit_locked(transaction, change.commit(&difference, before)).await?;
    Ok(outcome(version.number, difference))
}

impl Change<'_> {
    fn commit<'c>(&'c self, difference: &'c Difference, after: i64) -> Commit<'c> {
        Commit {
            actor: self.actor,
            message: self.message,
            at: self.at,
            difference,
            after,
        }
    }
}

fn outcome(version: i64, difference: Difference) -> Outcome {
    Outcome {
        version,
        changed: difference.changed,
    }
}

/// The present version, what a changeset would do to it, and what it would remove, if that is much and allowed.
pub async fn compared(
    db: &DatabaseConnection,
    change: Change<'_>,
) -> Result<(i64, Difference, Option<Removals>), WriteError> {
    let transaction = begin(db, Access::Read).await?;
    let (version, _) = number(&transaction).await?;
    let (difference, removals) = compare(&transaction, change).await?;
    transaction.commit().await?;
    Ok((version, difference, removals))
}

/// What differs between the rows that are there and those that are to be, if that is allowed; and what it removes, if
/// that is much.
async fn compare(
    transaction: &DatabaseTransaction,
    change: Change<'_>,
) -> Result<(Difference, Option<Removals>), WriteError> {
    let old = rows(transaction).await?;
    let merged = merged(transaction, &old, change).await?;
    let difference = Difference::between(&old, merged.as_ref().unwrap_or(change.tables));
    match Removals::of(&old, &difference.changed) {
        Some(removals) if !change.may_remove => Err(WriteError::Removals(removals)),
        removals => Ok((difference, removals)),
    }
}

/// The rows with what others changed since the files were made; nothing where that is nothing.
async fn merged(
    transaction: &DatabaseTransaction,
    old: &Tables,
    change: Change<'_>,
) -> Result<Option<Tables>, WriteError> {
    let Some(Merge {
        exported,
        conflicts,
        check,
    }) = change.merge
    else {
        return Ok(None);
    };
    let base = base(transaction, exported).await?;
    let merged = merge(&base, old, change.tables, conflicts).map_err(WriteError::Conflicts)?;
    if let Some(merged) = &merged {
        check(merged).map_err(WriteError::Faulty)?;
    }
    Ok(merged)
}

/// Notes the number that was lost of a data set that is there; whether there was one to note.
pub async fn recover_in(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    let number = lock(transaction).await?;
    let is_there = has_rows(transaction).await?;
    if is_there {
        set_version(transaction, number.max(1)).await?;
    }
    Ok(is_there)
}
