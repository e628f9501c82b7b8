//! Enums, told to the engine's registry.

use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, Registry};

/// Adds an enum, if it is not there yet.
pub(super) fn enumeration(
    registry: &mut Registry,
    name: &str,
    doc: &str,
    values: impl Iterator<Item = (String, String)>,
) {
    let values = values.map(|(name, doc)| (name.clone(), enum_value(name, &doc)));
    let entry = registry.types.entry(name.to_owned());
    entry.or_insert_with(|| MetaType::Enum {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    });
}

fn enum_value(name: String, doc: &str) -> MetaEnumValue {
    MetaEnumValue {
        name,
        description: Some(doc.trim().to_owned()),
        deprecation: Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    }
}
