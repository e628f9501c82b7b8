//! Versions, and what changed in them.

use serde::Deserialize;
use serde_json::Value;

use super::super::cited::{IscmName, Paged};
use super::super::place::Place;

/// The versions, and the ISCMs to choose from.
#[derive(Debug, Deserialize)]
pub(super) struct Versions {
    pub(super) log: Log,
    pub(super) iscms: Iscms,
}

#[derive(Debug, Deserialize)]
pub(super) struct Log {
    pub(super) versions: Paged<Version<Count>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Iscms {
    pub(super) nodes: Vec<IscmName>,
}

/// How many changes there are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Count {
    pub(super) total_count: u64,
}

/// A version, with its changes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version<C> {
    pub(super) number: i64,
    pub(super) message: String,
    pub(super) actor: String,
    published_at: String,
    pub(super) changes: C,
}

/// The first change after a version, which is of the next one.
#[derive(Debug, Deserialize)]
pub(super) struct Next {
    pub(super) changes: First,
    pub(super) newest: Newest,
}

#[derive(Debug, Deserialize)]
pub(super) struct First {
    pub(super) nodes: Vec<OfVersion>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OfVersion {
    pub(super) version: Version<Paged<Change>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Newest {
    pub(super) version: i64,
}

/// What differs between two versions.
#[derive(Debug, Deserialize)]
pub(super) struct Between {
    pub(super) between: Diff,
}

#[derive(Debug, Deserialize)]
pub(super) struct Diff {
    pub(super) diff: Paged<Change>,
}

/// A change of a record.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Change {
    #[serde(rename = "type")]
    pub(in super::super) of: String,
    pub(in super::super) node_id: String,
    pub(in super::super) operation: String,
    label: Option<String>,
    pub(in super::super) fields: Vec<Field>,
    node: Option<Place>,
}

#[derive(Debug, Deserialize)]
pub(in super::super) struct Field {
    pub(in super::super) field: String,
    before: Value,
    after: Value,
}

impl<C> Version<C> {
    /// The day it was published.
    pub(super) fn day(&self) -> &str {
        self.published_at.get(..10).unwrap_or_default()
    }
}

impl Change {
    /// What the record is called.
    pub(in super::super) fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.node_id)
    }

    /// Where the record is shown; nowhere any more where it was removed.
    pub(in super::super) fn path(&self) -> Option<String> {
        self.node.as_ref()?.path()
    }
}

impl Field {
    /// What stood in it before.
    pub(in super::super) fn before(&self) -> String {
        told(&self.before)
    }

    /// What stands in it after.
    pub(in super::super) fn after(&self) -> String {
        told(&self.after)
    }
}

/// A value of a field as people read it.
fn told(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => {
            let are_parts = items.iter().any(Value::is_object);
            let items: Vec<_> = items.iter().map(told).collect();
            items.join(if are_parts { " | " } else { "; " })
        }
        Value::Object(fields) => {
            let known = fields.iter().filter(|(_, value)| !value.is_null());
            let known = known.map(|(name, value)| format!("{name}: {}", told(value)));
            known.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_told_without_their_quotation_marks() {
        for (value, right) in [
            (json!("a \"b\""), "a \"b\""),
            (json!(1996), "1996"),
            (json!(null), "–"),
            (json!(["a", "b"]), "a; b"),
            (json!({ "EN": "Chad", "PT": null }), "EN: Chad"),
            (
                json!([{ "source": "source:a" }, { "source": "source:b" }]),
                "source: source:a | source: source:b",
            ),
        ] {
            assert_eq!(told(&value), right, "{value}");
        }
    }
}
