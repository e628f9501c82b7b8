//! The records of the data set, and what is true of them whatever way they come: from files or from edits.
//!
//! ```text
//! values ──read──▶ Contents (records) ──build──▶ Tables (rows)
//!                      ▲                           │
//!                      └────────────of─────────────┘
//! ```
//!
//! Each record is stated once, in `records/`: its keys, their types, where they stand in the tables, and its rules.
//! How that is said is told in `statement`; what the types are, in `value` (how they are read) and `column` (how
//! they are stored); what records look like from outside, in `shape`. Records that are held to their rules together
//! are an [`Aggregate`]. What is wrong is told with its place in the aggregate ([`Fault`]); who has the values says
//! where that is in a file, or in a request.
//!
//! May use: `country`, `error`, `money`, `store`.

mod aggregate;
mod build;
mod column;
mod contents;
mod edit;
mod fault;
mod keys;
mod marks;
mod read;
mod record;
mod records;
mod rows;
mod shape;
mod statement;
mod text;
mod value;
mod web;

pub use aggregate::Aggregate;
pub use build::Others;
pub use contents::{AggregateShape, Contents, aggregate_of, record_shape, shapes};
pub use edit::{Edit, EditFault, Edited, edit, touched};
pub use fault::{Fault, Step};
pub use shape::{KeyShape, ListShape, RecordShape, Taken, Takes};
pub use text::text_fault;
