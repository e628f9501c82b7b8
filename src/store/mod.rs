//! The database as the record: reading all rows, and writing changesets to the log.
//!
//! All SQL of the graph is here, and none of it names a table: it goes over the list in
//! [`entity::tables`].
//!
//! May use: nothing of ours.

mod changed;
mod load;
mod log;
mod order;
mod progress;
mod write;

pub use load::{Loaded, Version, load, version};
pub use order::{OrderKey, order_key};
pub use write::{Change, Outcome, write};
