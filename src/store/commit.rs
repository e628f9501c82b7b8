//! Committing: a changeset in one transaction. What it costs grows with what differs, not with what there is.

use chrono::{DateTime, Utc};
use entity::tables::{AsyncVisitor, Table, Tables, each_async, each_async_back};
use entity::{changeset, dataset};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
};

use super::changed::rows_a_statement;
use super::difference::Difference;
use super::differences::{by_key, key};
use super::load::{Version, newest, noted};
use super::log;
use super::progress::{Progress, count_rows};
use crate::db;

/// A changeset that is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// Who writes.
    pub actor: &'a str,
    /// What for.
    pub message: &'a str,
    /// When it is made.
    pub at: DateTime<Utc>,
    /// What it changes.
    pub difference: &'a Difference,
    /// The version that this was made against.
    pub after: i64,
}

/// A changeset that was not written; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The database failed.
    #[error("cannot write to the database: {}", db::reason(.0))]
    Database(DbErr),
    /// The data set is of another version by now than the one that the changeset was made against.
    #[error("the data set is at version {0} by now")]
    Moved(i64),
}

// Not as its source: what the database says is told already.
impl From<DbErr> for CommitError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// Writes a changeset as the next version, if the data set is at the version that it was made against; in a transaction,
/// which is to be rolled back when anything fails.
pub async fn commit_in(
    transaction: &DatabaseTransaction,
    commit: Commit<'_>,
) -> Result<Version, CommitError> {
    let before = lock(transaction).await?;
    if before != commit.after {
        return Err(CommitError::Moved(before));
    }
    Ok(commit_locked(transaction, commit).await?)
}

/// Writes it where others who write wait.
pub(super) async fn commit_locked(
    transaction: &DatabaseTransaction,
    commit: Commit<'_>,
) -> Result<Version, DbErr> {
    let said = (commit.actor, commit.message);
    let made = append(transaction, commit.after, said, commit.at).await?;
    // In this order no row ever refers to one that is not there.
    let Difference { old, new, changed } = commit.difference;
    let mut writer = Writer {
        transaction,
        old,
        new,
        progress: Progress::new(count_rows(new)),
    };
    each_async(&mut Inserts(&mut writer)).await?;
    each_async(&mut Updates(&mut writer)).await?;
    each_async_back(&mut Deletes(&mut writer)).await?;
    log::append(transaction, made.number, changed, old, new).await?;
    db::tell(transaction).await?;
    Ok(made)
}

/// Appends a changeset without changes: the version that it makes is that of the data set.
pub(super) async fn append(
    transaction: &DatabaseTransaction,
    after: i64,
    (actor, message): (&str, &str),
    at: DateTime<Utc>,
) -> Result<Version, DbErr> {
    let last = newest(transaction).await?;
    // The log goes on, wherever the number stood; and so does time, whatever the clock says.
    let (number, moment) = last.map_or((0, None), |last| (last.version, Some(last.created_at)));
    let version = after.max(number) + 1;
    let now = at.timestamp_millis();
    let created_at = moment.map_or(now, |moment| now.max(moment.saturating_add(1)));
    set_version(transaction, version).await?;
    let changeset = changeset::Model {
        version,
        created_at,
        actor: actor.to_owned(),
        message: message.to_owned(),
    };
    changeset.into_active_model().insert(transaction).await?;
    Ok(Version {
        number: version,
        published_at: created_at,
    })
}

/// The number of the version, as it is noted or, where that was lost, by the log; and whether it is noted.
pub(super) async fn number(transaction: &DatabaseTransaction) -> Result<(i64, bool), DbErr> {
    match noted(transaction).await? {
        0 => Ok((
            newest(transaction)
                .await?
                .map_or(0, |newest| newest.version),
            false,
        )),
        noted => Ok((noted, true)),
    }
}

/// Makes others who write wait until the transaction ends; the number of the version before it.
pub(super) async fn lock(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let first = dataset::Model { id: 1, version: 0 };
    dataset::Entity::insert(first.into_active_model())
        .on_conflict_do_nothing_on([dataset::Column::Id])
        .exec_without_returning(transaction)
        .await?;
    // Written to, the row is this transaction's.
    let same = Expr::col(dataset::Column::Version);
    dataset::Entity::update_many()
        .col_expr(dataset::Column::Version, same)
        .exec(transaction)
        .await?;
    // It was lost, or there is none yet: the log knows.
    Ok(number(transaction).await?.0)
}

/// Notes the number of the version.
pub(super) async fn set_version(
    transaction: &DatabaseTransaction,
    version: i64,
) -> Result<(), DbErr> {
    dataset::Entity::update_many()
        .col_expr(dataset::Column::Version, Expr::value(version))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Writes the rows that differ.
struct Writer<'a> {
    transaction: &'a DatabaseTransaction,
    old: &'a Tables,
    new: &'a Tables,
    progress: Progress,
}

struct Inserts<'w, 'a>(&'w mut Writer<'a>);
struct Updates<'w, 'a>(&'w mut Writer<'a>);
struct Deletes<'w, 'a>(&'w mut Writer<'a>);

impl AsyncVisitor for Inserts<'_, '_> {
    async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
        let writer = &mut *self.0;
        let old = by_key::<E>(writer.old);
        let all = E::rows(writer.new);
        let is_new = |row: &&E::Model| !old.contains_key(&key::<E>(row));
        let rows: Vec<_> = all.iter().filter(is_new).collect();
        writer.progress.add(all.len() - rows.len(), "rows written");
        for chunk in rows.chunks(rows_a_statement::<E>()) {
            let models = chunk.iter().map(|row| E::active((*row).clone()));
            E::insert_many(models)
                .exec_without_returning(writer.transaction)
                .await?;
            writer.progress.add(chunk.len(), "rows written");
        }
        Ok(())
    }
}

impl AsyncVisitor for Updates<'_, '_> {
    async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
        let writer = &self.0;
        let old = by_key::<E>(writer.old);
        let differs = |row: &&E::Model| old.get(&key::<E>(row)).is_some_and(|old| *old != *row);
        for row in E::rows(writer.new).iter().filter(differs) {
            let active = E::active(row.clone()).reset_all();
            E::update(active)
                .exec_without_returning(writer.transaction)
                .await?;
        }
        Ok(())
    }
}

impl AsyncVisitor for Deletes<'_, '_> {
    async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
        let writer = &self.0;
        let new = by_key::<E>(writer.new);
        let is_gone = |row: &&E::Model| !new.contains_key(&key::<E>(row));
        let rows: Vec<_> = E::rows(writer.old).iter().filter(is_gone).collect();
        for chunk in rows.chunks(200) {
            let any = chunk.iter().fold(Condition::any(), |any, row| {
                let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
                any.add(keys.fold(Condition::all(), |all, column| {
                    all.add(column.eq(row.get(column)))
                }))
            });
            E::delete_many()
                .filter(any)
                .exec(writer.transaction)
                .await?;
        }
        Ok(())
    }
}
