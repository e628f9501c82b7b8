//! The read model: an immutable graph in memory, swapped whole when the data set changes.
//!
//! ```text
//! Graph ──holds──▶ Snapshot (version, rows, ids, links) ◀──borrows── Row ◀──wraps── GraphQL types
//! ```
//!
//! May use: `entity`, `store` (reading). Used by: `graphql`, `lib`.

mod citations;
mod follower;
mod keys;
mod link;
mod matrix;
mod overlap;
mod page;
mod row;
mod snapshot;
mod tally;

pub use citations::Cite;
pub use follower::{Follower, Graph};
pub use keys::{PartnerRow, PartyRow, by_topic};
pub use link::Dangling;
pub use matrix::Matrix;
pub use overlap::{Common, Overlap, overlaps};
pub use page::{Cursor, DEFAULT_PAGE, List, MAX_PAGE, Page, PageError, PageRequest, page_size};
pub use row::{Row, View};
pub use snapshot::{LoadError, Snapshot};
pub use tally::Tally;
