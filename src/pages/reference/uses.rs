//! Where each type is used.

use std::collections::BTreeMap;

use super::types::Types;

/// The places that name a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Fields that give it.
    pub(super) given: Vec<Place>,
    /// Arguments that take it.
    pub(super) taken: Vec<Place>,
    /// Fields of inputs that it is.
    pub(super) held: Vec<Place>,
}

/// A place in the schema.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The type or directive that it is part of.
    pub(super) owner: String,
    /// The field; none for a directive.
    pub(super) field: Option<&'static str>,
    pub(super) argument: Option<&'static str>,
}

/// The uses of all types, by their names.
pub(super) fn uses(types: &Types) -> BTreeMap<&'static str, Uses> {
    let mut all: BTreeMap<&'static str, Uses> = BTreeMap::new();
    for (owner, _) in types.all() {
        let place = |field, argument| Place {
            owner: owner.to_owned(),
            field: Some(field),
            argument,
        };
        for field in types.fields(owner) {
            let name = field.name.as_str();
            let uses = all.entry(field.ty.inner_named_type().as_str()).or_default();
            uses.given.push(place(name, None));
            for argument in &field.arguments {
                let uses = all.entry(argument.ty.inner_named_type().as_str());
                let place = place(name, Some(argument.name.as_str()));
                uses.or_default().taken.push(place);
            }
        }
        for input in types.inputs(owner) {
            let uses = all.entry(input.ty.inner_named_type().as_str()).or_default();
            uses.held.push(place(input.name.as_str(), None));
        }
    }
    for (name, directive) in &types.schema.directive_definitions {
        for argument in &directive.arguments {
            let uses = all.entry(argument.ty.inner_named_type().as_str());
            uses.or_default().taken.push(Place {
                owner: format!("@{name}"),
                field: None,
                argument: Some(argument.name.as_str()),
            });
        }
    }
    all
}
