//! The read model: an immutable graph in memory, swapped whole when the data set changes.
//!
//! ```text
//! Graph ──holds──▶ Snapshot (version, rows, ids, links) ◀──borrows── Row ◀──wraps── GraphQL types
//!                  └ the index of its texts (`search`)
//! ```
//!
//! What can be asked of it is in the [`catalog`], type by type; filters, orders and groups work on
//! any type by it.
//!
//! May use: `entity`, `store` (reading), `country`, `money`. Used by: `graphql`, `lib`.

pub mod catalog;
mod citations;
mod fill;
mod filter;
mod follower;
mod group;
mod keys;
mod link;
mod lists;
mod matrix;
mod order;
mod overlap;
mod page;
mod party;
mod paths;
mod row;
pub mod search;
mod snapshot;
pub mod summary;
mod tally;
mod text;
mod timeline;
mod valid;

pub use fill::FillRate;
pub use filter::{Filter, Quantifier, Related, Test};
pub use follower::{Follower, Graph, Lag};
pub use group::{Group, InCommon, MAX_KEYS, Numbers, groups, numbers};
pub use keys::{PartnerRow, PartyRow, by_topic};
pub use link::Dangling;
pub use matrix::Matrix;
pub use order::{Order, Term};
pub use overlap::{Common, Overlap, overlaps};
pub use page::{Cursor, DEFAULT_PAGE, List, MAX_PAGE, Page, PageError, PageRequest, page_size};
pub use row::{Row, View};
pub use snapshot::{LoadError, Snapshot};
pub use tally::Tally;
pub use text::{collation_key, fold};
pub use timeline::{TimelineEntry, TimelineKind, timeline};
pub use valid::Dated;
