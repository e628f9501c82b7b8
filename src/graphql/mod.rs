//! The words: GraphQL types over rows of the graph.
//!
//! A type wraps a row that it borrows; its fields and their descriptions are written by hand, and
//! what repeats is written once: lists (`connection`) and what they can be asked (`ask`, `group`),
//! nodes (`node`), vocabularies (`word`), errors (`error`). A resolver is a pure function of its row and its arguments.
//!
//! May use: `graph`, `entity`, `country`, `money`. Used by: `http`, `lib`.

use async_graphql::{EmptyMutation, SDLExportOptions, ValidationMode};

mod args;
mod ask;
mod connection;
mod cost;
mod dataset;
mod error;
mod group;
mod node;
mod query;
mod root;
mod scalar;
mod search;
mod subscription;
mod types;
mod word;

pub use error::ErrorCode;
pub use root::Root;
pub use scalar::{ScalarRule, scalar_rule};
pub use subscription::Subscription;

/// The schema.
pub type Schema = async_graphql::Schema<Root, EmptyMutation, Subscription>;

/// Builds the schema. A request to it carries the [`View`](crate::graph::View) it is to see, a
/// subscription the [`Graph`](crate::graph::Graph), and a document that was held to the specification's rules and to limits before: the schema executes it
/// as it is.
#[must_use]
pub fn schema() -> Schema {
    Schema::build(Root, EmptyMutation, Subscription)
        .validation_mode(ValidationMode::Fast)
        .limit_recursive_depth(usize::MAX)
        .finish()
}

/// The schema in GraphQL's schema definition language, as `schema.graphql` has it.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by();
    let sdl = schema().sdl_with_options(options);
    sdl.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}
