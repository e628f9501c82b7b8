//! The operations of a document, compiled.

use std::sync::Arc;

use apollo_compiler::executable::Operation;
use apollo_compiler::{ExecutableDocument, Name, Schema};

use super::coerce::Reader;
use super::given::Given;
use super::limits::{Limits, within};
use super::refused::Refused;
use super::size;
use crate::error::Result as Compiling;
use crate::execute::{Plan, compile};

/// The most that all plans of a document may have in them: fields, each for each type that it is asked of.
const MAX_ENTRIES: usize = 60_000;

/// An operation of a document, compiled.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    pub(super) plan: Arc<Plan>,
    /// What it asks of the schema, in units of work.
    pub(super) introspection: u64,
}

/// Compiles the operations of a document, each that can be.
pub(super) fn compiled(
    types: &Schema,
    document: &ExecutableDocument,
    limits: &Limits,
) -> Box<[Result<Compiled, Refused>]> {
    let mut entries = 0;
    let operations = document.operations.iter();
    let compiled = operations.map(|operation| {
        let introspection = size::measure(document, operation, limits)?;
        within("fields", entries as u64, MAX_ENTRIES as u64)?;
        let plan = Arc::new(plan(types, document, operation)?);
        entries += plan.size();
        Ok(Compiled {
            plan,
            introspection,
        })
    });
    compiled.collect()
}

fn plan(types: &Schema, document: &ExecutableDocument, operation: &Operation) -> Compiling<Plan> {
    let number = |name: &Name| {
        let mut variables = operation.variables.iter();
        variables.position(|variable| variable.name == *name)
    };
    compile(types, document, operation, &|literal, definition| {
        Reader::new(types, Some(&number)).argument(Given::Literal(literal), definition)
    })
}
