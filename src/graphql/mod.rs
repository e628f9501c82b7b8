//! The schema: what the model does not have of its own — the root, connections, search, scalars — and all
//! of it as async-graphql is told it.
//!
//! May use: `error`, `graph`, `input`, `model`, `query`, `search`, `work`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::{self, Form, Kind, Object, Target};

mod connection;
mod cost;
mod dataset;
mod engine;
mod enums;
mod inputs;
mod register;
mod root;
mod scalar;
mod search;

pub use cost::costs;
pub use engine::{Engine, engine, sdl};
pub use scalar::scalar_takes;

/// The interfaces: name, description, and the field that they have, with its type.
const INTERFACES: [(&str, &str, (&str, &str, &str)); 2] = [
    (
        "Node",
        "What has an id: it can be fetched again with `node`.",
        (
            "id",
            "The id: unique among all nodes, the same in every installation and version. Opaque.",
            "ID!",
        ),
    ),
    (
        "Cited",
        "A fact: it tells where it was found.",
        (
            "citations",
            "Where the fact was found: at least one source.",
            "[Citation!]!",
        ),
    ),
];

/// All objects of the schema that the model does not have.
static OWN: LazyLock<Vec<Object>> = LazyLock::new(|| {
    let mut own = vec![root::query(), root::subscription()];
    own.extend(connection::common());
    own.extend(dataset::tables());
    own.extend(search::tables());
    let paged = paged(&own);
    own.extend(paged.into_iter().flat_map(connection::tables));
    own
});

static OBJECTS: LazyLock<HashMap<&'static str, &'static Object>> =
    LazyLock::new(|| objects().map(|of| (&*of.name, of)).collect());

/// The types of rows that long lists are of.
fn paged(own: &[Object]) -> Vec<Target> {
    let mut paged: Vec<Target> = Vec::new();
    let fields = own.iter().chain(model::types()).flat_map(|of| &of.fields);
    for field in fields {
        if let Kind::Many(list) = &field.kind
            && list.form == Form::Pages
            && !paged.contains(&list.target)
        {
            paged.push(list.target);
        }
    }
    paged
}

/// All objects of the schema.
fn objects() -> impl Iterator<Item = &'static Object> {
    let own = OWN.iter();
    own.chain(model::types()).chain(model::told())
}

/// The object with a name.
#[must_use]
pub fn object(name: &str) -> Option<&'static Object> {
    OBJECTS.get(name).copied()
}
