//! What is worked out of several rows: summaries of findings, time lines, what ISCMs share.
//!
//! May use: `graph`, `country`, `money`. Used by: `model`.

mod matrix;
mod names;
mod overlap;
pub mod summary;
mod tally;
mod timeline;

pub use matrix::Matrix;
pub use overlap::{Common, Overlap, overlaps};
pub use tally::Tally;
pub use timeline::{TimelineEntry, TimelineKind, timeline};
