//! The model: the types of the graph and their fields, each written down once. The schema, answers,
//! conditions, orders, groups, fill rates and what is searched are made from it.
//!
//! A type that wraps rows is a table, which reads from top to bottom like its page in the reference:
//! each field has its name, its description, what it is, how it is taken from a row, and what it is good
//! for. What is worked out of several rows is a function that the table names; what it gives has a table
//! of its own.
//!
//! May use: `analysis`, `country`, `error`, `fold`, `graph`, `input`, `money`, `store`, `vocabulary`,
//! `work`.

mod argument;
mod differing;
mod field;
mod fields;
mod history;
mod interface;
mod label;
mod list;
mod loaded;
mod measure;
mod natural;
mod object;
mod out;
mod related;
mod relation;
mod value;

mod assessment;
mod compared;
mod comparison;
mod coverage;
mod framework;
mod iscm;
mod meeting;
mod overlap;
mod party;
mod practice;
mod resources;
mod source;
mod summary;
mod theme;
mod timeline;
mod told;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use argument::{Arg, Argued, Argument, Arguments, Id, MAX_LIST, SLICING, Values, Word, arg};
pub use comparison::{COMPARED, Comparison};
pub use differing::FieldChange;
pub use field::{CITATIONS, Field, Kind, Scan, SearchedAs, Uses};
pub(crate) use fields::language_argument;
pub use history::{
    AS_OF, COMPARING, Change, HISTORY_PAGE, HistoryPage, Listed, Only, between, not_seen, page,
    since,
};
pub use interface::{INTERFACES, Interface};
pub(crate) use label::{LANGUAGE, history_arguments};
pub use list::{Form, ListField};
pub(crate) use loaded::loaded;
pub use loaded::{Context, Loaded, Loading};
pub use measure::{Measure, Path, constant};
pub use natural::{Names, Natural};
pub use object::{CERTAINTY, Object, Rows, Valid};
pub use out::{Out, Record, Source, Told};
pub use relation::{Relation, Target};
pub use source::CITED;
pub(crate) use told::{maybe_word_value, root, value, word_value, worked_out};
pub use value::{Value, Vocabulary};

use entity::tables::{COUNT, NodeType};
use sea_orm::Iterable;

use crate::graph::Scope;

/// The types of rows. In this order the root lists their rows, and time lines tell what happened in one
/// year.
static TYPES: LazyLock<Vec<Object>> = LazyLock::new(|| {
    [
        iscm::types(),
        party::types(),
        resources::types(),
        theme::types(),
        practice::types(),
        source::types(),
        framework::types(),
        meeting::types(),
        assessment::types(),
    ]
    .into_iter()
    .flatten()
    .map(label::with_shared_fields)
    .collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Object>> =
    LazyLock::new(|| types().iter().map(|of| (&*of.name, of)).collect());

/// The types of rows by what relations to them lead to.
static BY_TARGET: LazyLock<Vec<Option<&'static Object>>> = LazyLock::new(|| {
    let mut all = vec![None; COUNT + 1];
    for of in types() {
        if let Some(rows) = of.rows {
            all[rows.target.index()] = Some(of);
        }
    }
    all
});

/// The types that functions give.
static TOLD: LazyLock<Vec<Object>> = LazyLock::new(|| {
    [
        iscm::told_types(),
        coverage::told(),
        overlap::told(),
        timeline::told(),
        summary::told(),
        comparison::told(),
        compared::told(),
    ]
    .into_iter()
    .flatten()
    .collect()
});

/// All types of rows.
#[must_use]
pub fn types() -> &'static [Object] {
    &TYPES
}

/// The fields of the root that start from the rows of a type.
pub fn roots() -> impl Iterator<Item = Field> {
    types().iter().flat_map(Object::roots)
}

/// All types that functions give.
#[must_use]
pub fn told() -> &'static [Object] {
    &TOLD
}

/// The type of rows with a name in the schema.
#[must_use]
pub fn named(name: &str) -> Option<&'static Object> {
    BY_NAME.get(name).copied()
}

/// The record of a node's id, e.g. `iscm:rcm`.
#[must_use]
pub fn find_record(scope: &Scope, id: &str) -> Option<Record> {
    let (kind, key) = parted(id)?;
    Record::find(scope, kind, &key)
}

/// The type and the key that a node's id is made of; nothing where it is none.
#[must_use]
pub fn parted(id: &str) -> Option<(NodeType, String)> {
    let (name, key) = id.split_once(':')?;
    let kind = NodeType::iter().find(|kind| kind.name() == name)?;
    Some((kind, key.to_owned()))
}

/// The type of the records of a type.
#[must_use]
pub fn of_record(kind: NodeType) -> &'static Object {
    // Records stand first in the list of tables.
    by_index(kind as usize)
}

fn by_target(target: Target) -> &'static Object {
    by_index(target.index())
}

/// Every table that relations lead to is in the model: a test goes through all of them, and the start
/// through those of the schema.
#[expect(clippy::panic, reason = "the program does not start with such a model")]
fn by_index(index: usize) -> &'static Object {
    match BY_TARGET.get(index).copied().flatten() {
        Some(of) => of,
        None => panic!("the model has no type for the table with the number {index}"),
    }
}
