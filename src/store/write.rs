//! Writing: one changeset in one transaction, touching only what differs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::enums::Operation;
use entity::tables::{
    AsyncVisitor, NodeType, Table, Tables, Visitor, each, each_async, each_async_back,
};
use entity::{changeset, dataset};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr,
    EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::changed::{Changed, rows_a_statement};
use super::load::rows;
use super::log;
use super::progress::{Progress, count_rows};

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
}

/// What a changeset did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The version after it, which is a new one if anything changed.
    pub version: i64,
    /// How many records of each type were added, changed and removed.
    pub changed: BTreeMap<(NodeType, Operation), usize>,
}

/// A row's key: its record's type and id, and its place in a list.
type Key<'t> = (NodeType, &'t str, i32);

/// Makes the data set what `change` says, as the next version. Nothing is written when nothing
/// differs, and nothing when anything fails.
pub async fn write(db: &DatabaseConnection, change: Change<'_>) -> Result<Outcome, DbErr> {
    let transaction = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    let version = next_version(&transaction).await?;
    let old = rows(&transaction).await?;
    let changed = differences(&old, change.tables);
    if changed.is_empty() {
        transaction.rollback().await?;
        return Ok(Outcome {
            version: version - 1,
            changed: BTreeMap::new(),
        });
    }
    let changeset = changeset::Model {
        version,
        created_at: change.at.timestamp_millis(),
        actor: change.actor.to_owned(),
        message: change.message.to_owned(),
    };
    changeset.into_active_model().insert(&transaction).await?;
    // In this order no row ever refers to one that is not there.
    let mut writer = Writer {
        transaction: &transaction,
        old: &old,
        new: change.tables,
        progress: Progress::new(count_rows(change.tables)),
    };
    each_async(&mut Inserts(&mut writer)).await?;
    each_async(&mut Updates(&mut writer)).await?;
    each_async_back(&mut Deletes(&mut writer)).await?;
    log::append(&transaction, version, &changed, &old, change.tables).await?;
    transaction.commit().await?;
    let mut counts = BTreeMap::new();
    for (kind, records) in &changed {
        for operation in records.values() {
            *counts.entry((*kind, *operation)).or_default() += 1;
        }
    }
    Ok(Outcome {
        version,
        changed: counts,
    })
}

/// Takes the next version. Others who write wait here until the transaction ends.
async fn next_version(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let first = dataset::Model { id: 1, version: 0 };
    dataset::Entity::insert(first.into_active_model())
        .on_conflict_do_nothing_on([dataset::Column::Id])
        .exec_without_returning(transaction)
        .await?;
    dataset::Entity::update_many()
        .col_expr(
            dataset::Column::Version,
            Expr::col(dataset::Column::Version).add(1),
        )
        .exec(transaction)
        .await?;
    let dataset = dataset::Entity::find_by_id(1).one(transaction).await?;
    let missing = || DbErr::RecordNotFound("dataset: 1".to_owned());
    Ok(dataset.ok_or_else(missing)?.version)
}

fn key<E: Table>(row: &E::Model) -> Key<'_> {
    let (kind, id) = E::subject(row);
    (kind, id, E::position(row))
}

fn by_key<E: Table>(rows: &[E::Model]) -> HashMap<Key<'_>, &E::Model> {
    rows.iter().map(|row| (key::<E>(row), row)).collect()
}

/// The records that differ between two sets of rows, in their own row or in a part.
fn differences(old: &Tables, new: &Tables) -> Changed {
    struct Finder<'t> {
        old: &'t Tables,
        new: &'t Tables,
        changed: BTreeMap<NodeType, BTreeSet<&'t str>>,
    }
    impl Visitor for Finder<'_> {
        fn visit<E: Table>(&mut self) {
            let (old, new) = (
                by_key::<E>(E::rows(self.old)),
                by_key::<E>(E::rows(self.new)),
            );
            let only_old = old.keys().filter(|key| !new.contains_key(*key));
            let differing = new.iter().filter(|(key, row)| old.get(*key) != Some(row));
            for (kind, id, _) in only_old.chain(differing.map(|(key, _)| key)) {
                self.changed.entry(*kind).or_default().insert(id);
            }
        }
    }
    struct Known<'t> {
        tables: &'t Tables,
        ids: BTreeSet<(NodeType, &'t str)>,
    }
    impl Visitor for Known<'_> {
        fn visit<E: Table>(&mut self) {
            if E::RECORD.is_some() {
                self.ids.extend(E::rows(self.tables).iter().map(E::subject));
            }
        }
    }
    let changed = BTreeMap::new();
    let mut finder = Finder { old, new, changed };
    each(&mut finder);
    let ids = |tables| {
        let ids = BTreeSet::new();
        let mut known = Known { tables, ids };
        each(&mut known);
        known.ids
    };
    let (before, after) = (ids(old), ids(new));
    let operation = |kind, id| match (before.contains(&(kind, id)), after.contains(&(kind, id))) {
        (false, _) => Operation::Insert,
        (true, true) => Operation::Update,
        (true, false) => Operation::Delete,
    };
    let records = finder.changed.into_iter().map(|(kind, ids)| {
        let ids = ids
            .into_iter()
            .map(|id| (id.to_owned(), operation(kind, id)));
        (kind, ids.collect())
    });
    records.collect()
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
        let old = by_key::<E>(E::rows(writer.old));
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
        let old = by_key::<E>(E::rows(writer.old));
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
        let new = by_key::<E>(E::rows(writer.new));
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
