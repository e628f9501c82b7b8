//! The records of the data files, as FORMAT.md describes them: each stated once, a file a subject.

mod assessment;
mod commitment;
mod frameworks;
mod funding;
mod global_meetings;
mod iscm;
mod listed;
mod outcome;
mod output;
mod party;
mod theme;

pub(super) use assessment::AssessmentFile;
pub(super) use frameworks::FrameworksFile;
pub(super) use global_meetings::GlobalMeetingsFile;
pub(super) use iscm::IscmFile;
