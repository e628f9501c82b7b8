//! The log: each changed record, before and after.

use entity::change;
use entity::enums::Operation;
use entity::tables::{NodeType, Tables};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use serde_json::Value;

use super::changed::{Changed, rows_a_statement};
use super::document::FORMAT;
use super::documents::Documents;
use super::progress::Progress;

/// Appends a changeset's changes, type by type.
pub(super) async fn append(
    transaction: &DatabaseTransaction,
    version: i64,
    changed: &Changed,
    old: &Tables,
    new: &Tables,
) -> Result<(), DbErr> {
    let is_changed = |kind: NodeType, id: &str| {
        let records = changed.get(&kind);
        records.is_some_and(|records| records.contains_key(id))
    };
    let (old, new) = (
        Documents::new(old, is_changed),
        Documents::new(new, is_changed),
    );
    let document = |of: &Documents<'_>, kind, id: &str| {
        let document = of.of(kind, id);
        let document = document.map_err(|error| DbErr::Json(error.to_string()))?;
        Ok::<_, DbErr>(document.map(Value::Object))
    };
    let all = changed.iter().flat_map(|(kind, records)| {
        let of_kind = |(id, operation)| (*kind, id, operation);
        records.iter().map(of_kind)
    });
    let all: Vec<(NodeType, &String, &Operation)> = all.collect();
    let mut progress = Progress::new(all.len());
    for chunk in all.chunks(rows_a_statement::<change::Entity>()) {
        let rows = chunk.iter().map(|(kind, id, operation)| {
            let change = change::Model {
                version,
                subject_type: *kind,
                subject_id: (*id).clone(),
                format: FORMAT,
                operation: **operation,
                before: document(&old, *kind, id)?,
                after: document(&new, *kind, id)?,
            };
            Ok(change.into_active_model())
        });
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        change::Entity::insert_many(rows)
            .exec_without_returning(transaction)
            .await?;
        progress.add(chunk.len(), "changes logged");
    }
    Ok(())
}
