//! What the log tells of the versions after one.

use std::collections::BTreeMap;

use entity::tables::NodeType;
use entity::{change, changeset};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Map, Value};

use super::load::{Version, version_in};
use crate::db::{Access, begin};

/// Records that changed, by type and id, as they are after it: a document as the log has it, or nothing for those
/// that were removed.
pub type Since = BTreeMap<(NodeType, String), Option<Map<String, Value>>>;

/// The present version, and what changed since one that is known; see [`since_in`].
pub async fn since(
    db: &DatabaseConnection,
    known: Version,
    most: u64,
) -> Result<(Version, Option<Since>), DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let version = version_in(&transaction).await?;
    let since = since_in(&transaction, known, version, most).await?;
    transaction.commit().await?;
    Ok((version, since))
}

/// The records that changed between two versions, if the log tells all of it: nothing where it lacks a version, where
/// the first is none of its versions, and where there are more changes than `most`.
async fn since_in(
    transaction: &DatabaseTransaction,
    after: Version,
    until: Version,
    most: u64,
) -> Result<Option<Since>, DbErr> {
    if until.number <= after.number {
        return Ok(None);
    }
    let known = changeset::Entity::find_by_id(after.number);
    let known = known.one(transaction).await?;
    if known.is_none_or(|known| known.created_at != after.published_at) {
        return Ok(None);
    }
    let versions = until.number.abs_diff(after.number);
    let is_between = Condition::all()
        .add(change::Column::Version.gt(after.number))
        .add(change::Column::Version.lte(until.number));
    let logged = change::Entity::find()
        .select_only()
        .column(change::Column::Version)
        .distinct()
        .filter(is_between.clone());
    if versions > most || logged.count(transaction).await? != versions {
        return Ok(None);
    }
    let changes = change::Entity::find().filter(is_between);
    if changes.clone().count(transaction).await? > most {
        return Ok(None);
    }
    let changes = changes
        .select_only()
        .columns([
            change::Column::SubjectType,
            change::Column::SubjectId,
            change::Column::After,
        ])
        .order_by_asc(change::Column::Version)
        .into_tuple::<(NodeType, String, Option<Value>)>();
    let mut since = Since::new();
    for (kind, id, after) in changes.all(transaction).await? {
        let document = match after {
            Some(Value::Object(document)) => Some(document),
            None | Some(Value::Null) => None,
            // It is no record of the log's.
            Some(_) => return Ok(None),
        };
        since.insert((kind, id), document);
    }
    Ok(Some(since))
}
