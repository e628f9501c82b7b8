//! Redaction: a text that should not have been published is taken out of the log. The data set stays as it is, versions stay
//! without gaps, and a version more, which changes nothing, says that it was done; who follows the database reads the log anew
//! at such a version.

use chrono::{DateTime, Utc};
use entity::tables::{NodeType, Tables};
use entity::{change, changeset};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::Value;

use super::commit::{append, lock};
use super::document::{Logged, add_rows};
use super::documents::Documents;
use super::load::{Version, rows};
use crate::db;

/// What stands in the place of what was taken out.
pub(super) const REDACTED: &str = "[redacted]";

/// How many changes are read at once.
const AT_ONCE: u64 = 500;

/// What is to be taken out of the log.
#[derive(Clone, Copy, Debug)]
pub struct Redaction<'r> {
    /// The text, as it stands there.
    pub text: &'r str,
    /// The record that it is in; nothing for all.
    pub record: Option<(NodeType, &'r str)>,
    /// Who takes it out.
    pub actor: &'r str,
    /// What the log is to say of it.
    pub message: &'r str,
    /// When.
    pub at: DateTime<Utc>,
}

/// A redaction that was not done; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// The database failed.
    #[error("cannot write to the database: {}", db::reason(.0))]
    Database(DbErr),
    /// The data set has the text now.
    #[error("{0} has the text now: change it first, as it would come again with the next change")]
    Present(String),
    /// The text is part of what cannot be another one: an id, a reference, a word of a vocabulary.
    #[error(
        "in what version {version} did to {record} the text is part of a key or of a word, and cannot be taken out"
    )]
    Structural {
        /// The version.
        version: i64,
        /// The record.
        record: String,
    },
}

impl From<DbErr> for RedactError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// What a redaction did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// How many changes had the text in what was before or after.
    pub changes: usize,
    /// How many versions had it in their message.
    pub messages: usize,
}

impl Redacted {
    /// Whether the text was nowhere.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.changes == 0 && self.messages == 0
    }
}

/// Takes a text out of the log, in a transaction, which is to be rolled back when anything fails or it is only tried.
pub async fn redact_in(
    transaction: &DatabaseTransaction,
    redaction: Redaction<'_>,
) -> Result<Redacted, RedactError> {
    lock(transaction).await?;
    let tables = rows(transaction).await?;
    if let Some(record) = present(&tables, redaction)? {
        return Err(RedactError::Present(record));
    }
    Ok(Redacted {
        changes: in_changes(transaction, redaction).await?,
        messages: in_messages(transaction, redaction).await?,
    })
}

/// Notes that it was done, as a version more.
pub async fn note_redaction(
    transaction: &DatabaseTransaction,
    redaction: Redaction<'_>,
) -> Result<Version, RedactError> {
    let before = lock(transaction).await?;
    let Redaction {
        actor, message, at, ..
    } = redaction;
    let version = append(transaction, before, (actor, message), at).await?;
    db::tell(transaction).await?;
    Ok(version)
}

/// A record of the data set that has the text now.
fn present(tables: &Tables, redaction: Redaction<'_>) -> Result<Option<String>, DbErr> {
    let is_meant = |kind: NodeType, id: &str| {
        let record = redaction.record;
        record.is_none_or(|(of, meant)| of == kind && meant == id)
    };
    let documents = Documents::new(tables, is_meant);
    for (kind, id) in documents.records() {
        let document = documents.of(kind, id);
        let document = document.map_err(|error| DbErr::Json(error.to_string()))?;
        if document.is_some_and(|document| has(&Value::Object(document), redaction.text)) {
            return Ok(Some(format!("{}:{id}", kind.name())));
        }
    }
    Ok(None)
}

async fn in_changes(
    transaction: &DatabaseTransaction,
    redaction: Redaction<'_>,
) -> Result<usize, RedactError> {
    let mut changes = change::Entity::find()
        .order_by_asc(change::Column::Version)
        .order_by_asc(change::Column::SubjectType)
        .order_by_asc(change::Column::SubjectId);
    if let Some((kind, id)) = redaction.record {
        changes = changes
            .filter(change::Column::SubjectType.eq(kind))
            .filter(change::Column::SubjectId.eq(id));
    }
    let pages = changes.paginate(transaction, AT_ONCE);
    let (mut page, mut count) = (0, 0);
    loop {
        let found = pages.fetch_page(page).await?;
        if found.is_empty() {
            return Ok(count);
        }
        page += 1;
        for one in found {
            let before = without(&one, one.before.as_ref(), redaction.text)?;
            let after = without(&one, one.after.as_ref(), redaction.text)?;
            if before.is_none() && after.is_none() {
                continue;
            }
            count += 1;
            let mut changed = one.into_active_model();
            if before.is_some() {
                changed.before = Set(before);
            }
            if after.is_some() {
                changed.after = Set(after);
            }
            change::Entity::update(changed)
                .exec_without_returning(transaction)
                .await?;
        }
    }
}

async fn in_messages(
    transaction: &DatabaseTransaction,
    redaction: Redaction<'_>,
) -> Result<usize, RedactError> {
    // Of one record the messages are not.
    if redaction.record.is_some() {
        return Ok(0);
    }
    let mut count = 0;
    for one in changeset::Entity::find().all(transaction).await? {
        if one.message.contains(redaction.text) {
            let message = one.message.replace(redaction.text, REDACTED);
            let mut changed = one.into_active_model();
            changed.message = Set(message);
            changed.update(transaction).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// A document of a change without the text; nothing where it has none of it.
fn without(
    of: &change::Model,
    document: Option<&Value>,
    text: &str,
) -> Result<Option<Value>, RedactError> {
    let Some(document) = document.filter(|document| has(document, text)) else {
        return Ok(None);
    };
    let redacted = replaced(document, text);
    // It is to be read as it was, and to be of the same record.
    let is_same = redacted.get("id") == document.get("id");
    let read = Logged::new(of.format, &redacted).read(of.subject_type);
    let is_read = read.is_ok_and(|document| {
        add_rows(&mut Tables::default(), of.subject_type, &document, true).is_ok()
    });
    if is_same && is_read {
        return Ok(Some(redacted));
    }
    Err(RedactError::Structural {
        version: of.version,
        record: format!("{}:{}", of.subject_type.name(), of.subject_id),
    })
}

/// Whether a text is in one of the texts of a value.
#[must_use]
pub fn has(value: &Value, text: &str) -> bool {
    match value {
        Value::String(one) => one.contains(text),
        Value::Array(items) => items.iter().any(|item| has(item, text)),
        Value::Object(fields) => fields.values().any(|field| has(field, text)),
        _ => false,
    }
}

/// A value with something else in the place of a text.
#[must_use]
pub fn replaced(value: &Value, text: &str) -> Value {
    match value {
        Value::String(one) => one.replace(text, REDACTED).into(),
        Value::Array(items) => items.iter().map(|item| replaced(item, text)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, field)| (name.clone(), replaced(field, text)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_replaced_wherever_they_stand() {
        let value = json!({ "a": "Ana Pérez, and Ana", "b": ["x", { "c": "by Ana" }], "d": 1, "Ana": null });
        assert!(has(&value, "Ana Pérez") && has(&value, "by") && !has(&value, "ana"));
        assert_eq!(
            replaced(&value, "Ana"),
            json!({ "a": "[redacted] Pérez, and [redacted]", "b": ["x", { "c": "by [redacted]" }], "d": 1, "Ana": null })
        );
    }
}
