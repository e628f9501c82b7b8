//! What can be edited, as the API takes it: the types of records with their keys, by the names of their fields in the
//! model. It is made of what records look like (`domain`) and of what their fields are called and mean (`model`).

use std::borrow::Cow;
use std::sync::LazyLock;

use entity::tables::NodeType;
use sea_orm::Iterable as _;

use crate::domain::{KeyShape, ListShape, RecordShape, Taken, record_shape, shapes};
use crate::model::{Kind, Object, of_record};

/// A type of records that can be edited.
pub struct EditType {
    /// The type.
    pub kind: NodeType,
    /// Its name in the schema.
    pub name: &'static str,
    /// The same with a small first letter: its name among the types.
    pub field: String,
    /// What a new record is told beside its keys.
    pub of: Of,
    /// Its keys.
    pub keys: Vec<EditKey>,
}

/// What a new record is told beside its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Nothing: it belongs to no other.
    Nothing,
    /// Its own key, as it is the head of an aggregate.
    OwnKey(&'static str),
    /// The record that it belongs to, of a type.
    Owner(NodeType),
    /// There is one, always: no new one is made.
    Once,
}

/// A key of records, as the API takes it.
pub struct EditKey {
    /// The key.
    pub key: KeyShape,
    /// Its name in the schema.
    pub name: String,
    /// What it is.
    pub doc: Cow<'static, str>,
    /// The type of one value in the schema.
    pub ty: &'static str,
    /// Whether it tells a record from others of its type, and stays when it is updated.
    pub is_key: bool,
}

/// The input of the citations of a record.
pub const CITATION: &str = "CitationInput";
/// The input of a name in a language.
pub const NAME: &str = "LocalizedNameInput";

/// All types that can be edited.
#[must_use]
pub fn edit_types() -> &'static [EditType] {
    static TYPES: LazyLock<Vec<EditType>> = LazyLock::new(|| {
        let kinds = NodeType::iter();
        kinds
            .filter_map(|kind| Some(edit_type(record_shape(kind)?)))
            .collect()
    });
    &TYPES
}

fn edit_type(shape: RecordShape) -> EditType {
    let of = of_record(shape.kind);
    EditType {
        kind: shape.kind,
        name: &of.name,
        field: small(&of.name),
        of: whose(shape.kind),
        keys: shape.keys.iter().map(|key| edit_key(of, *key)).collect(),
    }
}

/// What a new record of a type belongs to.
fn whose(kind: NodeType) -> Of {
    fn among(lists: &[ListShape], owner: Of, kind: NodeType) -> Option<Of> {
        lists.iter().find_map(|list| {
            if list.record.kind == kind {
                return Some(owner);
            }
            among(list.record.lists, Of::Owner(list.record.kind), kind)
        })
    }
    if matches!(kind, NodeType::Organization | NodeType::Source) {
        return Of::Nothing;
    }
    let found = shapes().iter().find_map(|shape| {
        let (_, top) = shape.top.unzip();
        match top.filter(|_| shape.is_keyed()) {
            Some(top) if top.kind == kind => Some(Of::OwnKey(match kind {
                NodeType::Iscm => "slug",
                _ => "key",
            })),
            Some(top) => among(shape.lists, Of::Owner(top.kind), kind),
            None if top.is_some_and(|top| top.kind == kind) => Some(Of::Once),
            None => among(shape.lists, Of::Nothing, kind),
        }
    });
    found.unwrap_or(Of::Nothing)
}

fn edit_key(of: &'static Object, key: KeyShape) -> EditKey {
    let name = api_name(key.name);
    let field = of.fields.iter().find(|field| field.name == name);
    let doc = match (key.name, field) {
        ("key", None) => KEY.into(),
        ("organization", None) => "The organization, where it is one.".into(),
        (_, Some(field)) => field.doc.clone(),
        (_, None) => Cow::Borrowed(""),
    };
    let is_money = field.is_some_and(|field| matches!(field.kind, Kind::Money(..)));
    let ty = match key.takes.value {
        Taken::Number if is_money => "Decimal",
        Taken::Number => "Float",
        Taken::Text | Taken::Record | Taken::WordOrReference(..) => "String",
        Taken::Int => "Int",
        Taken::Flag => "Boolean",
        Taken::Day => "Date",
        Taken::Word(name) => name,
        Taken::Reference(_) => "ID",
        Taken::Names => NAME,
        Taken::Citation => CITATION,
    };
    EditKey {
        key,
        name,
        doc,
        ty,
        is_key: matches!(key.name, "key" | "slug" | "acronym" | "id")
            && of_is_keyed_by(of, key.name),
    }
}

/// Whether a key of a type makes its id. An ISCM's acronym does not.
fn of_is_keyed_by(of: &Object, key: &str) -> bool {
    !(key == "acronym" && of.name == "Iscm")
}

const KEY: &str = "The last part of the record's id: small letters, digits and single hyphens. Where it is left out it follows from the\nrecord's title or name.";

/// The name of the input with the record that a new one belongs to, which is of a type.
#[must_use]
pub fn owner_name(kind: NodeType) -> &'static str {
    let of = edit_types().iter().find(|of| of.kind == kind);
    of.map_or("", |of| &of.field)
}

/// The name in the schema of a key of records, or of a place in it.
#[must_use]
pub(super) fn api_name(key: &str) -> String {
    if key == "cite" {
        return "citations".to_owned();
    }
    let mut words = key.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// A message with the keys in it, which stand in backticks, by their names in the schema.
#[must_use]
pub(super) fn in_api_names(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let parts = parts.map(|(number, part)| {
        let is_key = number % 2 == 1
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if is_key {
            api_name(part)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described_and_named_as_its_field() {
        for of in edit_types() {
            for key in &of.keys {
                assert!(!key.doc.is_empty(), "{}.{}", of.name, key.name);
            }
        }
        assert_eq!(edit_types().len(), NodeType::iter().count() - 1);
    }

    #[test]
    fn keys_in_messages_have_the_names_of_the_schema() {
        assert_eq!(
            in_api_names("is before `status_since`, 2"),
            "is before `statusSince`, 2"
        );
        assert_eq!(
            in_api_names("`theme:rcm/a_b` and `cite`"),
            "`theme:rcm/a_b` and `citations`"
        );
    }
}
