//! The read model: an immutable graph in memory, swapped whole when the data set changes. Versions share what is the
//! same in them.
//!
//! ```text
//! Graph ──holds──▶ Snapshot (version, rows, ids, links, log) ◀──borrows── Scope (a request's) ──▶ Row
//!                  └ what other layers derive from it (`derived`)
//! ```
//!
//! It knows rows and how they refer to each other, and nothing of what they are called in the API.
//!
//! May use: `clock`, `db`, `store`, `vocabulary`.

mod apply;
mod changed;
mod citations;
mod derived;
mod digests;
mod document;
mod follower;
mod fragment;
mod hash;
mod heed;
mod holders;
mod ids;
mod keys;
mod link;
mod lists;
mod load;
mod log;
mod moves;
mod office;
mod past;
mod paths;
mod reads;
mod rows;
mod scope;
mod snapshot;
mod valid;
mod weight;

pub use apply::RecordState;
pub use derived::Kept;
pub use document::PastError;
pub(crate) use follower::PATIENCE;
pub use follower::{Follower, Graph, Lag};
pub use heed::heed;
pub use keys::{PartyRow, by_topic};
pub use link::{Dangling, Key, Link};
pub use lists::Lists;
pub use load::{Prepare, Seen, Served, load, look, next};
pub use log::Log;
pub(crate) use reads::reads;
pub use reads::{Reads, Time};
pub use rows::{List, Row};
pub use scope::{Scope, Viewer};
pub use snapshot::{Derived, LoadError, Snapshot};
pub use valid::{Certainty, Period, Years, period_reads};
