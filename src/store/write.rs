//! Writing: one changeset in one transaction, touching only what differs.

use chrono::{DateTime, Utc};
use entity::enums::Operation;
use entity::tables::{AsyncVisitor, Table, Tables, each_async, each_async_back};
use entity::{changeset, dataset};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr,
    EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
};

use super::changed::{Changed, rows_a_statement};
use super::differences::{by_key, differences, key};
use super::load::{has_rows, newest, noted, rows};
use super::log;
use super::progress::{Progress, count_rows};
use super::removals::Removals;
use crate::db::{self, Access, begin};

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
    /// It removes much, and was not allowed to.
    #[error("{0}")]
    Removals(Removals),
}

impl WriteError {
    /// Whether it is one because this user may not write.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Database(error) if db::is_forbidden(error))
    }
}

// Not as its source: what the database says is told already.
impl From<DbErr> for WriteError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// Makes the data set what `change` says, as the next version. Nothing is written when nothing
/// differs, and nothing when anything fails.
pub async fn write(db: &DatabaseConnection, change: Change<'_>) -> Result<Outcome, WriteError> {
    let transaction = begin(db, Access::Write).await?;
    let outcome = write_in(&transaction, change).await?;
    transaction.commit().await?;
    Ok(outcome)
}

/// The same in a transaction, which is to be rolled back when anything fails.
pub async fn write_in(
    transaction: &DatabaseTransaction,
    change: Change<'_>,
) -> Result<Outcome, WriteError> {
    let before = lock(transaction).await?;
    let old = rows(transaction).await?;
    let changed = differences(&old, change.tables);
    if changed.is_empty() && before > 0 {
        set_version(transaction, before).await?;
        return Ok(Outcome {
            version: before,
            changed,
        });
    }
    if !change.may_remove
        && let Some(removals) = Removals::of(&old, &changed)
    {
        return Err(WriteError::Removals(removals));
    }
    let last = newest(transaction).await?;
    // The log goes on, wherever the number stood; and so does time, whatever the clock says.
    let (number, moment) = last.map_or((0, None), |last| (last.version, Some(last.created_at)));
    let version = before.max(number) + 1;
    let now = change.at.timestamp_millis();
    let created_at = moment.map_or(now, |moment| now.max(moment.saturating_add(1)));
    set_version(transaction, version).await?;
    let changeset = changeset::Model {
        version,
        created_at,
        actor: change.actor.to_owned(),
        message: change.message.to_owned(),
    };
    changeset.into_active_model().insert(transaction).await?;
    // In this order no row ever refers to one that is not there.
    let mut writer = Writer {
        transaction,
        old: &old,
        new: change.tables,
        progress: Progress::new(count_rows(change.tables)),
    };
    each_async(&mut Inserts(&mut writer)).await?;
    each_async(&mut Updates(&mut writer)).await?;
    each_async_back(&mut Deletes(&mut writer)).await?;
    log::append(transaction, version, &changed, &old, change.tables).await?;
    Ok(Outcome { version, changed })
}

/// Makes others who write wait until the transaction ends; the number of the version before it.
async fn lock(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
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
    match noted(transaction).await? {
        // It was lost, or there is none yet: the log knows.
        0 => Ok(newest(transaction)
            .await?
            .map_or(0, |newest| newest.version)),
        noted => Ok(noted),
    }
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

async fn set_version(transaction: &DatabaseTransaction, version: i64) -> Result<(), DbErr> {
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
