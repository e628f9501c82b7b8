//! The records of the data files, as FORMAT.md describes them: each stated once, a file a subject.

pub(super) mod global_meetings;
pub(super) mod goals;
pub(super) mod iscm;
mod listed;
mod money;
mod output;
mod party;
mod promise;
pub(super) mod survey;
mod theme;
