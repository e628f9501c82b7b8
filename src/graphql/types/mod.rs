//! The GraphQL types, one file a domain area. Each wraps a row; `node` lists them all.

mod activity;
mod assessment;
mod commitment;
mod comparison;
mod coverage;
mod finance;
mod finding;
mod framework;
mod instrument;
mod iscm;
mod meeting;
mod overlap;
mod partnership;
mod party;
mod source;
mod structure;
mod summary;
mod theme;
mod timeline;

pub(super) use activity::{Activity, AddedValue, Contribution, Uptake};
pub(super) use assessment::{
    Assessment, AssessmentQuestion, AssessmentRespondent, AssessmentSection,
};
pub(super) use commitment::{Commitment, CommitmentInput};
pub(super) use comparison::Comparison;
pub(super) use finance::{Contributor, Fund, FundFigure, FundingSource};
pub(super) use finding::{EarlierReview, Finding, Recommendation};
pub(super) use framework::{Framework, Objective};
pub(super) use instrument::{Event, Instrument};
pub(super) use iscm::Iscm;
pub(super) use meeting::{GlobalMeeting, MeetingSeries, RelatedEvent};
pub(super) use partnership::Partnership;
pub(super) use party::{Country, Membership, Organization};
pub(super) use source::{Citation, Source};
pub(super) use structure::{Chairmanship, Structure};
pub(super) use theme::{Theme, Topic};
