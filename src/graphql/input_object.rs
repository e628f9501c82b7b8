//! Input objects, as the registry has them.

use async_graphql::registry::{Deprecation, MetaInputValue, MetaType, Registry};

/// Holds a place for a type, so that it can refer to itself; whether it was not there yet.
pub(super) fn reserve(registry: &mut Registry, name: &str) -> bool {
    if registry.types.contains_key(name) {
        return false;
    }
    object(registry, name.to_owned(), String::new(), Vec::new());
    true
}

/// Adds an input of which one is given.
pub(super) fn one_of(registry: &mut Registry, name: &str, doc: &str, inputs: Vec<MetaInputValue>) {
    object(registry, name.to_owned(), doc.to_owned(), inputs);
    if let Some(MetaType::InputObject { oneof, .. }) = registry.types.get_mut(name) {
        *oneof = true;
    }
}

/// An input with a value for when it is not given.
pub(super) fn with_default(input: MetaInputValue, default: &str) -> MetaInputValue {
    MetaInputValue {
        default_value: Some(default.to_owned()),
        ..input
    }
}

/// Adds an input, by its name and what it is.
pub(super) fn object(
    registry: &mut Registry,
    name: impl Into<String>,
    doc: impl Into<String>,
    inputs: Vec<MetaInputValue>,
) {
    let name = name.into();
    let input_fields = inputs.into_iter().map(|input| (input.name.clone(), input));
    let meta = MetaType::InputObject {
        name: name.clone(),
        description: Some(doc.into()),
        input_fields: input_fields.collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    };
    registry.types.insert(name, meta);
}

/// An input of a type, with its description.
pub(super) fn input(name: &str, doc: &str, ty: String) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        ty,
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}
