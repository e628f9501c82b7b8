//! What people do to the data set, in the schema: who asks, changesets before they are published, keys.

mod audit;
mod changeset;
mod fields;
mod inputs;
mod key;
mod question;
mod viewer;

use async_graphql::registry::Registry;

use crate::model::{Field, Object};

/// Adds the inputs.
pub(super) fn register(registry: &mut Registry) {
    inputs::register(registry);
    question::register(registry);
}

/// The objects.
pub(super) fn tables() -> Vec<Object> {
    let mut tables = changeset::tables();
    tables.extend(viewer::tables());
    tables.extend(key::tables());
    tables.extend(question::tables());
    tables.extend(audit::tables());
    tables.push(Object::told(
        "Mutation",
        "What can be done. Each takes a key (`Authorization: Bearer …`); what is wrong with what is given is told in\n`userErrors`.",
        fields::mutations(),
    ));
    tables
}

/// The fields of the root of queries.
pub(super) fn fields() -> Vec<Field> {
    fields::queries()
}
