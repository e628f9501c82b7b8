//! The schema: what the model does not have of its own — the root, connections, search, scalars — and all
//! of it as async-graphql is told it.
//!
//! May use: `domain`, `error`, `graph`, `input`, `model`, `money`, `office`, `query`, `search`, `store`, `terms`, `work`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::{self, Form, Kind, Object, Target};

mod connection;
mod cost;
mod dataset;
mod engine;
mod enums;
mod history;
mod input_object;
mod inputs;
mod office;
mod register;
mod root;
mod scalar;
mod search;
mod types;

pub use cost::costs;
pub use engine::{Engine, engine, sdl};
pub use scalar::scalar_takes;
pub use types::types;

/// What the schema is.
pub const DESCRIPTION: &str = "The world's inter-State consultation mechanisms on migration (ISCMs): who takes part in them and chairs them, what they work on, adopt and promise, what they run on and with whom they work, each fact with its sources. Start from `iscms`, `iscm`, `search` or `suggest`.";

/// All objects of the schema that the model does not have.
static OWN: LazyLock<Vec<Object>> = LazyLock::new(|| {
    let mut own = vec![root::query(), root::query_as_of(), root::subscription()];
    own.extend(connection::common());
    own.extend(dataset::tables());
    own.extend(search::tables());
    own.extend(history::tables());
    own.extend(office::tables());
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

/// The types that a field may lead to, where it is not all that have its interface.
#[must_use]
pub fn leads_to(parent: &str, field: &str) -> Option<Vec<&'static str>> {
    let is_one: fn(&&Object) -> bool = match (parent, field) {
        ("TimelineEntry", "node") => |of| of.is_in_timelines(),
        ("Suggestion", "node") => |of| of.is_suggested,
        _ => return None,
    };
    let types = model::types().iter().filter(is_one);
    Some(types.map(|of| of.name.as_ref()).collect())
}

/// Whether a field of a root is answered to some alone, or does something.
#[must_use]
pub fn is_private(root: &str, field: &str) -> bool {
    let field = object(root).and_then(|of| of.answered(field));
    field.is_some_and(|field| matches!(&field.kind, Kind::Told(told) if told.is_loaded()))
}

/// The object with a name.
#[must_use]
pub fn object(name: &str) -> Option<&'static Object> {
    OBJECTS.get(name).copied()
}
