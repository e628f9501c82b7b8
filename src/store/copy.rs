//! A version with its history, copied into an empty database.

use entity::tables::{AllTables, AsyncVisitor, Table, each_async};
use entity::{change, changeset, dataset};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveEnum as _, ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::changed::rows_a_statement;
use super::load::Version;
use super::progress::{Progress, count_rows};
use super::versions::{OtherVersion, is_log_of};
use crate::db::{Access, begin};

/// Entries of the log that are read and written at once.
const CHUNK: u64 = 500;

/// A copy that was not made.
#[derive(Debug)]
pub enum CopyError {
    /// The database that is copied cannot be read.
    Read(DbErr),
    /// It holds the log of another version.
    Other(OtherVersion),
    /// What is copied cannot be written.
    Write(DbErr),
}

/// Writes the rows of a version into a database whose tables are empty, and the log up to it, out of the database
/// that they were read from.
///
/// Nothing that is in the log ever changes: it is read piece by piece, each in a transaction of its own, so that
/// others who use the same connection have their turns.
pub async fn copy(
    from: &DatabaseConnection,
    version: Version,
    tables: &impl AllTables,
    to: &DatabaseTransaction,
) -> Result<(), CopyError> {
    write_rows(to, version, tables)
        .await
        .map_err(CopyError::Write)?;
    let mut after = 0;
    loop {
        let query = changeset::Entity::find()
            .filter(changeset::Column::Version.gt(after))
            .filter(changeset::Column::Version.lte(version.number))
            .order_by_asc(changeset::Column::Version)
            .limit(CHUNK);
        let chunk = read(from, version, async |transaction| {
            query.clone().all(transaction).await
        });
        let chunk = chunk.await?;
        let Some(last) = chunk.last() else { break };
        after = last.version;
        insert::<changeset::Entity>(to, chunk).await?;
    }
    let mut last: Option<change::Model> = None;
    loop {
        let query = changes_after(last.as_ref(), version.number);
        let chunk = read(from, version, async |transaction| {
            query.clone().all(transaction).await
        });
        let mut chunk = chunk.await?;
        for change in &mut chunk {
            // PostgreSQL keeps keys in an order of its own: so the copy is the same from both.
            let documents = [&mut change.before, &mut change.after];
            documents
                .into_iter()
                .flatten()
                .for_each(Value::sort_all_objects);
        }
        let Some(newest) = chunk.last() else { break };
        last = Some(newest.clone());
        insert::<change::Entity>(to, chunk).await?;
    }
    Ok(())
}

/// The changes that come after one, up to a version.
fn changes_after(last: Option<&change::Model>, up_to: i64) -> sea_orm::Select<change::Entity> {
    let key = [
        change::Column::Version,
        change::Column::SubjectType,
        change::Column::SubjectId,
    ];
    let mut query = change::Entity::find()
        .filter(change::Column::Version.lte(up_to))
        .limit(CHUNK);
    for column in key {
        query = query.order_by_asc(column);
    }
    let Some(last) = last else { return query };
    let values = [
        Expr::value(last.version),
        Expr::value(last.subject_type.to_value()),
        Expr::value(last.subject_id.as_str()),
    ];
    let columns = key.map(Expr::col);
    query.filter(Expr::tuple(columns).gt(Expr::tuple(values)))
}

/// Reads of the log of a version.
async fn read<T>(
    from: &DatabaseConnection,
    version: Version,
    read: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, DbErr>,
) -> Result<T, CopyError> {
    let transaction = begin(from, Access::Read).await.map_err(CopyError::Read)?;
    let is_its = is_log_of(&transaction, version).await;
    if !is_its.map_err(CopyError::Read)? {
        return Err(CopyError::Other(OtherVersion(version.number)));
    }
    let found = read(&transaction).await.map_err(CopyError::Read)?;
    transaction.commit().await.map_err(CopyError::Read)?;
    Ok(found)
}

async fn insert<E>(to: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), CopyError>
where
    E: EntityTrait<Model: IntoActiveModel<E::ActiveModel>, ActiveModel: Send>,
{
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    let inserted = E::insert_many(rows).exec_without_returning(to).await;
    inserted.map(drop).map_err(CopyError::Write)
}

/// Writes all rows, and the number of their version.
async fn write_rows(
    to: &DatabaseTransaction,
    version: Version,
    tables: &impl AllTables,
) -> Result<(), DbErr> {
    struct Inserts<'a, T> {
        to: &'a DatabaseTransaction,
        tables: &'a T,
        progress: Progress,
    }
    impl<T: AllTables> AsyncVisitor for Inserts<'_, T> {
        async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
            let rows: Vec<_> = self.tables.of::<E>().collect();
            for chunk in rows.chunks(rows_a_statement::<E>()) {
                let rows = chunk.iter().map(|row| E::active((*row).clone()));
                E::insert_many(rows).exec_without_returning(self.to).await?;
                self.progress.add(chunk.len(), "rows copied");
            }
            Ok(())
        }
    }
    let progress = Progress::new(count_rows(tables));
    each_async(&mut Inserts {
        to,
        tables,
        progress,
    })
    .await?;
    let dataset = dataset::Model {
        id: 1,
        version: version.number,
    };
    dataset::Entity::insert(dataset.into_active_model())
        .exec_without_returning(to)
        .await?;
    Ok(())
}
