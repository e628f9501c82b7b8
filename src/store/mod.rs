//! The database as the record: reading all rows or what changed, and writing changesets to the log.
//!
//! All SQL of the graph is here, and none of it names a table: it goes over the list in
//! [`entity::tables`]. What tells whether there is a data set names two.
//!
//! May use: `db`.

mod changed;
mod counts;
mod differences;
mod load;
mod log;
mod order;
mod progress;
mod removals;
mod since;
mod write;

pub use changed::Changed;
pub use counts::{Counts, counts, counts_in};
pub use differences::differences;
pub use load::{Loaded, Version, load, newest_in, rows, version, version_in};
pub use order::{OrderKey, order_key};
pub use removals::Removals;
pub use since::{Since, since};
pub use write::{Change, Outcome, WriteError, recover_in, write, write_in};
