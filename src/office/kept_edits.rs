//! Edits as they are kept.

use entity::tables::NodeType;
use sea_orm::Iterable as _;
use serde::{Deserialize, Serialize};

use super::draft::Intended;
use crate::domain::Edit;
use crate::error::{Error, Result};
use crate::store::Document;

/// An edit as it is kept. Values are texts of TOML: days are among them.
#[derive(Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
enum KeptEdit {
    Create {
        kind: String,
        owner: String,
        values: String,
    },
    Update {
        kind: String,
        id: String,
        values: String,
        cleared: Vec<String>,
        expected: Option<i64>,
    },
    Restore {
        kind: String,
        id: String,
        document: Option<Document>,
        expected: Option<i64>,
    },
    Delete {
        kind: String,
        id: String,
        expected: Option<i64>,
    },
}

/// Edits as they are kept.
pub(super) fn keep(edits: &[Intended]) -> Result<serde_json::Value> {
    let text = |values: &toml::Table| {
        toml::to_string(values).map_err(|error| Error::internal(error.to_string()))
    };
    let edits = edits.iter().map(|Intended { edit, expected }| {
        Ok(match edit {
            Edit::Create {
                kind,
                owner,
                values,
            } => KeptEdit::Create {
                kind: kind.name().to_owned(),
                owner: owner.clone(),
                values: text(values)?,
            },
            Edit::Update {
                kind,
                id,
                values,
                cleared,
            } => KeptEdit::Update {
                kind: kind.name().to_owned(),
                id: id.clone(),
                values: text(values)?,
                cleared: cleared.clone(),
                expected: *expected,
            },
            Edit::Restore { kind, id, document } => KeptEdit::Restore {
                kind: kind.name().to_owned(),
                id: id.clone(),
                document: document.clone(),
                expected: *expected,
            },
            Edit::Delete { kind, id } => KeptEdit::Delete {
                kind: kind.name().to_owned(),
                id: id.clone(),
                expected: *expected,
            },
        })
    });
    let edits = edits.collect::<Result<Vec<_>>>()?;
    serde_json::to_value(edits).map_err(|error| Error::internal(error.to_string()))
}

/// Edits that are kept.
pub(super) fn kept(edits: serde_json::Value) -> Result<Vec<Intended>> {
    let unreadable =
        |error: &dyn std::fmt::Display| Error::internal(format!("a proposal: {error}"));
    let edits: Vec<KeptEdit> = serde_json::from_value(edits).map_err(|error| unreadable(&error))?;
    let kind = |name: &str| {
        let kind = NodeType::iter().find(|kind| kind.name() == name);
        kind.ok_or_else(|| unreadable(&name))
    };
    let table = |text: &str| {
        text.parse()
            .map_err(|error: toml::de::Error| unreadable(&error))
    };
    let edits = edits.into_iter().map(|edit| {
        Ok(match edit {
            KeptEdit::Create {
                kind: name,
                owner,
                values,
            } => Intended {
                edit: Edit::Create {
                    kind: kind(&name)?,
                    owner,
                    values: table(&values)?,
                },
                expected: None,
            },
            KeptEdit::Update {
                kind: name,
                id,
                values,
                cleared,
                expected,
            } => Intended {
                edit: Edit::Update {
                    kind: kind(&name)?,
                    id,
                    values: table(&values)?,
                    cleared,
                },
                expected,
            },
            KeptEdit::Restore {
                kind: name,
                id,
                document,
                expected,
            } => Intended {
                edit: Edit::Restore {
                    kind: kind(&name)?,
                    id,
                    document,
                },
                expected,
            },
            KeptEdit::Delete {
                kind: name,
                id,
                expected,
            } => Intended {
                edit: Edit::Delete {
                    kind: kind(&name)?,
                    id,
                },
                expected,
            },
        })
    });
    edits.collect()
}
