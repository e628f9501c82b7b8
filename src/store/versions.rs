//! The log's changesets, and the log of one version as it was read elsewhere.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::enums::Operation;
use entity::tables::NodeType;
use entity::{change, changeset};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::load::Version;
use crate::db::{Access, begin};

/// A changeset, and how many records it did something to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangesetSummary {
    /// The version after it.
    pub version: Version,
    /// Who wrote it.
    pub actor: String,
    /// What for.
    pub message: String,
    /// The number of records by what was done and by their type.
    pub counts: BTreeMap<Operation, BTreeMap<NodeType, u64>>,
}

/// The log of another version than the one that is served: the database was written to, or restored, meanwhile.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the database does not hold version {0} any more, or not yet")]
pub struct OtherVersion(pub i64);

/// The changesets up to a version, the newest first, at most so many; refused where the log is not that of the
/// version `of`, which is that or a newer one.
pub async fn changesets(
    db: &DatabaseConnection,
    of: Version,
    up_to: i64,
    count: u64,
) -> Result<Result<Vec<ChangesetSummary>, OtherVersion>, DbErr> {
    let transaction = begin(db, Access::Read).await?;
    if !is_log_of(&transaction, of).await? {
        return Ok(Err(OtherVersion(of.number)));
    }
    let newest = changeset::Entity::find()
        .filter(changeset::Column::Version.lte(up_to.min(of.number)))
        .order_by_desc(changeset::Column::Version)
        .limit(count);
    let newest = newest.all(&transaction).await?;
    let range = newest
        .first()
        .zip(newest.last())
        .map(|(newest, oldest)| oldest.version..=newest.version);
    let mut counts: BTreeMap<i64, BTreeMap<Operation, BTreeMap<NodeType, u64>>> = BTreeMap::new();
    if let Some(range) = range {
        let groups = [
            change::Column::Version,
            change::Column::SubjectType,
            change::Column::Operation,
        ];
        let mut query = change::Entity::find()
            .select_only()
            .filter(change::Column::Version.between(*range.start(), *range.end()));
        for column in groups {
            query = query.column(column).group_by(column);
        }
        let query = query.column_as(change::Column::SubjectId.count(), "records");
        let rows: Vec<(i64, NodeType, Operation, i64)> =
            query.into_tuple().all(&transaction).await?;
        for (version, kind, operation, records) in rows {
            let operations = counts.entry(version).or_default();
            let kinds = operations.entry(operation).or_default();
            kinds.insert(kind, records.unsigned_abs());
        }
    }
    transaction.commit().await?;
    let newest = newest.into_iter().map(|changeset| ChangesetSummary {
        version: Version {
            number: changeset.version,
            published_at: changeset.created_at,
        },
        counts: counts.remove(&changeset.version).unwrap_or_default(),
        actor: changeset.actor,
        message: changeset.message,
    });
    Ok(Ok(newest.collect()))
}

/// When the first version was written, which tells data sets apart; nothing where the log does not begin with it.
pub async fn first_written(db: &DatabaseConnection) -> Result<Option<DateTime<Utc>>, DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let first = changeset::Entity::find_by_id(1).one(&transaction).await?;
    transaction.commit().await?;
    Ok(first.and_then(|first| DateTime::from_timestamp_millis(first.created_at)))
}

/// Whether the log is that of a version: the database has it, published at the same moment.
pub(super) async fn is_log_of(
    transaction: &DatabaseTransaction,
    version: Version,
) -> Result<bool, DbErr> {
    let changeset = changeset::Entity::find_by_id(version.number);
    let changeset = changeset.one(transaction).await?;
    let published_at = changeset.map_or(0, |changeset| changeset.created_at);
    Ok(published_at == version.published_at)
}
