//! What is worked out of several rows: summaries of findings, what ISCMs share.
//!
//! May use: `country`, `graph`, `money`.

mod matrix;
mod names;
mod overlap;
pub mod summary;
mod tally;

pub use matrix::Matrix;
pub(crate) use names::{country_name, party_name};
pub use overlap::{Common, Overlap, overlaps};
pub use tally::Tally;
