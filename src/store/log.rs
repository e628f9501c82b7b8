//! The log: each changed record, before and after.

use std::collections::BTreeMap;

use entity::change;
use entity::enums::Operation;
use entity::tables::{NodeType, Table, Tables, Visitor, each};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use serde_json::Value;

use super::changed::{Changed, rows_a_statement};
use super::document::{Document, FORMAT};
use super::progress::Progress;

/// Documents by their records' ids.
type Documents<'t> = BTreeMap<&'t str, Document>;

/// Appends a changeset's changes, type by type.
pub(super) async fn append(
    transaction: &DatabaseTransaction,
    version: i64,
    changed: &Changed,
    old: &Tables,
    new: &Tables,
) -> Result<(), DbErr> {
    let mut progress = Progress::new(changed.values().map(BTreeMap::len).sum());
    for (kind, records) in changed {
        let mut before = documents(old, *kind, records)?;
        let mut after = documents(new, *kind, records)?;
        let mut rows = records.iter().map(|(id, operation)| {
            let change = change::Model {
                version,
                subject_type: *kind,
                subject_id: id.clone(),
                format: FORMAT,
                operation: *operation,
                before: before.remove(id.as_str()).map(Value::Object),
                after: after.remove(id.as_str()).map(Value::Object),
            };
            change.into_active_model()
        });
        loop {
            let chunk: Vec<_> = rows
                .by_ref()
                .take(rows_a_statement::<change::Entity>())
                .collect();
            if chunk.is_empty() {
                break;
            }
            progress.add(chunk.len(), "changes logged");
            change::Entity::insert_many(chunk)
                .exec_without_returning(transaction)
                .await?;
        }
    }
    Ok(())
}

/// The documents of the records of one type that changed.
fn documents<'t>(
    tables: &'t Tables,
    kind: NodeType,
    records: &BTreeMap<String, Operation>,
) -> Result<Documents<'t>, DbErr> {
    struct Collector<'t, 'r> {
        tables: &'t Tables,
        kind: NodeType,
        records: &'r BTreeMap<String, Operation>,
        documents: Documents<'t>,
        error: Option<serde_json::Error>,
    }
    impl Collector<'_, '_> {
        fn collect<E: Table>(&mut self) -> Result<(), serde_json::Error> {
            let of_kind = |row: &&E::Model| {
                let (kind, id) = E::subject(row);
                kind == self.kind && self.records.contains_key(id)
            };
            for row in E::rows(self.tables).iter().filter(of_kind) {
                let document = self.documents.entry(E::subject(row).1).or_default();
                match serde_json::to_value(row)? {
                    Value::Object(columns) if E::RECORD.is_some() => document.extend(columns),
                    part => {
                        let name = E::default().table_name().to_owned();
                        let list = document
                            .entry(name)
                            .or_insert_with(|| Value::Array(Vec::new()));
                        if let Value::Array(list) = list {
                            list.push(part);
                        }
                    }
                }
            }
            Ok(())
        }
    }
    impl Visitor for Collector<'_, '_> {
        fn visit<E: Table>(&mut self) {
            if let Err(error) = self.collect::<E>() {
                self.error = Some(error);
            }
        }
    }
    let mut collector = Collector {
        tables,
        kind,
        records,
        documents: Documents::new(),
        error: None,
    };
    each(&mut collector);
    match collector.error {
        Some(error) => Err(DbErr::Json(error.to_string())),
        None => Ok(collector.documents),
    }
}
