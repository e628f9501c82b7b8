//! Execution: an operation is compiled once into a plan, which walks the rows and writes JSON.
//!
//! ```text
//! document ──compile──▶ Plan (kept with the document) ──run(scope, variables, work)──▶ bytes
//! ```
//!
//! Nothing is awaited and no tree of values is made: what is not written yet is on the stack. Fields of
//! rows are copied from columns that are written once for a snapshot; what a plan asks of a row whatever
//! the variables, from what it has rendered before.
//!
//! May use: `bibliography`, `clock`, `error`, `graph`, `graphql`, `input`, `model`, `money`, `query`, `search`, `work`.

mod call;
mod columns;
mod compile;
mod cost;
mod facts;
mod fixed;
mod introspection;
mod json;
mod lists;
mod load;
mod out;
mod plan;
mod reads;
mod rendered;
mod run;
mod table;
mod writer;

pub use compile::{Read, compile};
pub use introspection::introspect;
pub use load::LoadedFields;
pub use plan::Plan;
pub use rendered::rendered_bytes;
pub use run::{ExecutionResult, Introspected, data};
pub use table::{Cell, CellType, Column, OtherLists, Rows, Table, TableOptions};
