//! What people do to the data set, in the schema: who asks, changesets before they are published, keys.

mod account;
mod audit;
mod changeset;
mod digest_fields;
mod fields;
mod inputs;
mod key;
mod question;
mod viewer;
mod webhook;
mod webhook_fields;

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
    tables.extend(account::tables());
    tables.extend(webhook::tables());
    let mut mutations = fields::mutations();
    mutations.extend(webhook_fields::mutations());
    mutations.extend(account::mutations());
    mutations.push(digest_fields::mutation());
    tables.push(digest_fields::table());
    tables.push(Object::told(
        "Mutation",
        "What can be done. Each takes a key (`Authorization: Bearer …`); what is wrong with what is given is told in\n`userErrors`.",
        mutations,
    ));
    tables
}

/// The fields of the root of queries.
pub(super) fn fields() -> Vec<Field> {
    let mut queries = fields::queries();
    queries.push(webhook_fields::query());
    queries.push(account::query());
    queries
}
