//! What the log tells of the versions after one.

use std::collections::BTreeMap;

use entity::change;
use entity::tables::NodeType;
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::document::{Document, Logged};
use super::history::{Changeset, changesets, is_there};
use super::load::{Version, version_in};
use crate::db::{Access, begin};

/// What changed since a version.
#[derive(Debug)]
pub struct Since {
    /// The changesets, oldest first, with what was before.
    pub changesets: Vec<Changeset>,
    /// The records that changed, by type and id, as they are after all of it; nothing for those that were removed.
    pub records: Records,
}

/// Records by type and id.
type Records = BTreeMap<(NodeType, String), Option<Document>>;

/// The present version, and what changed since the one that `held` made, if the log tells all of it: nothing where
/// it does not know that one, where it lacks a version, and where there are more changes than `most`. Of what was
/// before so many bytes are read at most, the newest.
pub async fn since(
    db: &DatabaseConnection,
    held: Option<&Changeset>,
    most: u64,
    bytes: usize,
) -> Result<(Version, Option<Since>), DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let version = version_in(&transaction).await?;
    let since = match held {
        Some(held) if held.version.number < version.number => {
            since_in(&transaction, held, version, (most, bytes)).await?
        }
        _ => None,
    };
    transaction.commit().await?;
    Ok((version, since))
}

async fn since_in(
    transaction: &DatabaseTransaction,
    held: &Changeset,
    version: Version,
    (most, bytes): (u64, usize),
) -> Result<Option<Since>, DbErr> {
    let (after, to) = (held.version.number, version.number);
    if to.abs_diff(after) > most || !is_there(transaction, held).await? {
        return Ok(None);
    }
    let is_between = Condition::all()
        .add(change::Column::Version.gt(after))
        .add(change::Column::Version.lte(to));
    let changes = change::Entity::find().filter(is_between);
    if changes.clone().count(transaction).await? > most {
        return Ok(None);
    }
    let changesets = changesets(transaction, after, to, bytes).await?;
    let is_gapless = changesets.len() as u64 == to.abs_diff(after);
    if !is_gapless || changesets.iter().any(Changeset::is_redaction) {
        return Ok(None);
    }
    let changes = changes
        .select_only()
        .columns([
            change::Column::SubjectType,
            change::Column::SubjectId,
            change::Column::Format,
            change::Column::After,
        ])
        .order_by_asc(change::Column::Version)
        .into_tuple::<(NodeType, String, i32, Option<Value>)>();
    let mut records = Records::new();
    for (kind, id, format, after) in changes.all(transaction).await? {
        let document = after.filter(|after| !after.is_null());
        let document = document.map(|after| Logged::new(format, &after).read(kind));
        // All rows are read where it is none of the log's.
        let Ok(document) = document.transpose() else {
            return Ok(None);
        };
        records.insert((kind, id), document);
    }
    Ok(Some(Since {
        changesets,
        records,
    }))
}
