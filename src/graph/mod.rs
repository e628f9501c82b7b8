//! The read model: an immutable graph in memory, swapped whole when the data set changes.
//!
//! ```text
//! Graph ──holds──▶ Snapshot (version, rows, ids, links) ◀──borrows── Row ◀──wraps── GraphQL types
//!                  └ the index of its texts (`search`)
//! ```
//!
//! May use: `entity`, `store` (reading), `country` (names, to search them). Used by: `graphql`, `lib`.

mod citations;
mod follower;
mod link;
mod page;
mod row;
pub mod search;
mod snapshot;

pub use citations::Cite;
pub use follower::{Follower, Graph};
pub use link::Dangling;
pub use page::{Cursor, DEFAULT_PAGE, List, MAX_PAGE, Page, PageError, PageRequest};
pub use row::{Row, View};
pub use snapshot::{LoadError, Snapshot};
