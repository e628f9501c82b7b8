//! The records: each stated once, a file a subject.

pub(super) mod assessment;
mod commitment;
pub(super) mod framework;
mod funding;
mod instrument;
pub(super) mod iscm;
mod listed;
pub(super) mod meeting;
mod party;
mod theme;
pub(super) mod topic;
