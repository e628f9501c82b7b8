//! The inputs of edits: of each type of records what it takes to make one, and to change one.

use std::fmt::Write as _;

use async_graphql::registry::{MetaInputValue, Registry};
use entity::values::Language;

use super::super::input_object::{input, object, one_of, with_default};
use super::super::inputs::vocabulary_type;
use crate::domain::Taken;
use crate::model::{Vocabulary, of_record};
use crate::office::{CITATION, EditKey, EditType, MAX_EDITS, NAME, Of, edit_types, owner_name};

/// Adds the inputs.
pub(in crate::graphql) fn register(registry: &mut Registry) {
    vocabulary_type(registry, &Vocabulary::of::<Language>());
    object(
        registry,
        CITATION,
        "Where a fact was found.",
        vec![
            input(
                "source",
                "The source, by its `id`; one that the same changeset creates is named by its own id.",
                "ID!".to_owned(),
            ),
            input(
                "locator",
                "The place in it, e.g. `p. 12`.",
                "String".to_owned(),
            ),
        ],
    );
    object(
        registry,
        NAME,
        "A name in a language.",
        vec![
            input("language", "The language.", "Language!".to_owned()),
            input("name", "The name.", "String!".to_owned()),
        ],
    );
    let (mut create, mut update) = (Vec::new(), Vec::new());
    for of in edit_types() {
        let (new, old) = (
            format!("Create{}Input", of.name),
            format!("Update{}Input", of.name),
        );
        let what = format!("A `{}`.", of.name);
        if of.of != Of::Once {
            let doc = format!("What it takes to make a `{}`.", of.name);
            object(registry, new.clone(), doc, creating(of));
            create.push(input(&of.field, &what, new));
        }
        let doc = format!(
            "What is to become of a `{}`: what is not given stays, null takes away.",
            of.name
        );
        object(registry, old.clone(), doc, updating(of));
        update.push(input(&of.field, &what, old));
    }
    one_of(
        registry,
        "CreateInput",
        "A record that is to be made: of one type.",
        create,
    );
    one_of(
        registry,
        "UpdateInput",
        "A record that is to be changed: of one type.",
        update,
    );
    object(
        registry,
        "DeleteInput",
        "A record that is to go, with all that belongs to it.",
        vec![
            input("id", "The `id` of the node.", "ID!".to_owned()),
            expected(),
        ],
    );
    one_of(
        registry,
        "ChangeInput",
        "One change of one record.",
        vec![
            input(
                "create",
                "There is to be a new one.",
                "CreateInput".to_owned(),
            ),
            input("update", "It is to be changed.", "UpdateInput".to_owned()),
            input("delete", "It is to go.", "DeleteInput".to_owned()),
        ],
    );
    let changes = format!("The changes, 1 to {MAX_EDITS}, which are made together or not at all.");
    object(
        registry,
        "ProposeChangesetInput",
        "Changes of records, and what they are for.",
        vec![
            input(
                "title",
                "What they are, in a few words.",
                "String!".to_owned(),
            ),
            input(
                "message",
                "Why, in words; the title when it is not given.",
                "String".to_owned(),
            ),
            input("changes", &changes, "[ChangeInput!]!".to_owned()),
            input(
                "idempotencyKey",
                "A text of the client's own for this request: where it is sent again, nothing is done twice, and what was\nanswered is answered again.",
                "String".to_owned(),
            ),
            with_default(
                input(
                    "dryRun",
                    "Whether nothing is kept: what the changes would do is told, and what is wrong.",
                    "Boolean!".to_owned(),
                ),
                "false",
            ),
            with_default(
                input(
                    "publish",
                    "Whether they are published in one step.",
                    "Boolean!".to_owned(),
                ),
                "false",
            ),
        ],
    );
}

fn expected() -> MetaInputValue {
    let doc = "The newest version in which the node was read (`dataset { version }`, `changedIn`): where another one changed it\nsince, nothing is done.";
    input("expectedVersion", doc, "Int".to_owned())
}

fn creating(of: &EditType) -> Vec<MetaInputValue> {
    let mut inputs = Vec::new();
    match of.of {
        Of::Nothing | Of::Once => {}
        Of::OwnKey(name) => {
            let doc = "The last part of its id: small letters, digits and single hyphens.";
            inputs.push(input(name, doc, "String!".to_owned()));
        }
        Of::Owner(kind) => {
            let name = owner_name(kind);
            let doc = format!(
                "The `id` of the `{}` that it belongs to; one that the same changeset creates is named by the id that it\nwill have.",
                of_record(kind).name
            );
            inputs.push(input(name, &doc, "ID!".to_owned()));
        }
    }
    inputs.extend(
        of.keys
            .iter()
            .map(|key| of_key(key, key.key.takes.is_required)),
    );
    inputs
}

fn updating(of: &EditType) -> Vec<MetaInputValue> {
    let mut inputs = vec![
        input("id", "The `id` of the node.", "ID!".to_owned()),
        expected(),
    ];
    let keys = of.keys.iter().filter(|key| !key.is_key);
    inputs.extend(keys.map(|key| of_key(key, false)));
    inputs
}

fn of_key(key: &EditKey, is_required: bool) -> MetaInputValue {
    let takes = key.key.takes;
    let is_list = takes.is_list || takes.value == Taken::Names;
    let ty = if is_list {
        format!("[{}!]", key.ty)
    } else {
        key.ty.to_owned()
    };
    let bang = if is_required { "!" } else { "" };
    let mut doc = key.doc.to_string();
    if let Taken::Reference(kinds) = takes.value {
        let names: Vec<_> = kinds
            .iter()
            .map(|kind| format!("`{}`", of_record(*kind).name))
            .collect();
        let _ = write!(doc, " By the `id` of a {}.", names.join(" or a "));
    }
    input(&key.name, &doc, format!("{ty}{bang}"))
}

/// The vocabularies of fields that can be edited are in the schema already: they are fields'.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn words_that_can_be_given_are_of_vocabularies_that_are_told() {
        for of in edit_types() {
            let fields = &of_record(of.kind).fields;
            for key in &of.keys {
                if let Taken::Word(name) = key.key.takes.value {
                    let is_told = fields.iter().any(|field| match &field.kind {
                        Kind::Word(_, vocabulary) | Kind::Words(_, vocabulary) => {
                            vocabulary.name == name
                        }
                        _ => false,
                    });
                    assert!(is_told, "{}.{}: {name}", of.name, key.name);
                }
            }
        }
    }
}
