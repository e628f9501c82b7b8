//! What stands between a request and its execution.
//!
//! A document may be named instead of sent (`persisted`). It is looked through (`scan`), parsed (`syntax`
//! tells what cannot be) and held to the specification's rules (`document`, `check`, with values read by
//! `coerce`), and kept by its text
//! (`documents`) with its operations measured (`size`) and compiled (`compiled`). Of the operation that is
//! asked for the variables are read (`variables`), and it is priced and executed (`operation`). What is
//! refused on the way (`refused`) was not executed: a response to it has no `data`.
//!
//! May use: `apart`, `config`, `error`, `execute`, `fold`, `graph`, `graphql`, `input`, `json`, `model`, `secret`, `work`.

mod check;
mod coerce;
mod compiled;
mod document;
mod documents;
mod given;
mod hints;
mod levels;
mod limits;
mod location;
mod operation;
mod persisted;
mod refused;
mod scan;
mod size;
mod syntax;
mod variables;
mod words;

pub use document::Document;
pub use documents::Documents;
pub use limits::Limits;
pub use operation::{Bounds, Operation, Variable};
pub use persisted::{Named, sha256};
pub use refused::Refused;
