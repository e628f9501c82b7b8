//! The rows of the database: one SeaORM entity a file, the vocabularies, and the list of all tables, here.
//!
//! ```text
//! country  organization  topic  source ◀── citation ──▶ any record
//!    ▲          ▲          ▲
//!    └──────────┼──────────┼── iscm ◀── theme, membership, chairmanship, structure, funding, fund,
//!               └──────────┘            event, instrument, contribution, partnership, added_value,
//!                                       uptake, activity, commitment ◀── commitment_input
//! framework ◀── objective               meeting_series ◀── global_meeting, related_event
//! assessment ◀── respondents, sections ◀── questions, findings, recommendations, earlier reviews
//! dataset, changeset ◀── change         the log
//! ```
//!
//! Keys are text and natural (`rcm`, `rcm/reserve-fund`), so that they are the same in every
//! database. This crate knows nothing of GraphQL or HTTP.

/// Lists the tables, for a macro to write over. `/// what it holds` and `name Type [Columns]` are a record's
/// module, its [`NodeType`](tables::NodeType) and what its rows are ordered by; `name of Type by column` is
/// a part's module, its record's type and the column that holds its record's id. Referenced tables stand
/// before those that refer to them.
macro_rules! list_of_tables {
    ($write:ident) => {
        $write! {
            records {
                /// Countries and areas.
                country Country [Id];
                /// Topics of the controlled vocabulary.
                topic Topic [Label];
                /// Organizations.
                organization Organization [Id];
                /// Sources that facts are cited from.
                source Source [Id];
                /// Inter-State consultation mechanisms on migration.
                iscm Iscm [Acronym];
                /// Themes of ISCMs.
                theme Theme [Title];
                /// Memberships in ISCMs.
                membership Membership [Role, CountryId, OrganizationId];
                /// Terms as chair of ISCMs.
                chairmanship Chairmanship [FromYear, ToYear, Succession];
                /// Structures of ISCMs.
                structure Structure [Name];
                /// Funding sources of ISCMs.
                funding Funding [Kind];
                /// Standing funds of ISCMs.
                fund Fund [Established, Name];
                /// Figures of funds.
                fund_figure FundFigure [Position];
                /// Events of ISCMs.
                event Event [Year, StartDate, Name];
                /// Instruments of ISCMs.
                instrument Instrument [Year, Title];
                /// Contributions of ISCMs to migration governance.
                contribution Contribution [];
                /// Partnerships of ISCMs.
                partnership Partnership [];
                /// Statements on the added value of ISCMs.
                added_value AddedValue [];
                /// National measures built on the work of ISCMs.
                uptake Uptake [Year];
                /// Activities of ISCMs.
                activity Activity [Year];
                /// Commitments made in ISCMs.
                commitment Commitment [Year, Title];
                /// Reports on commitments.
                commitment_input CommitmentInput [Received];
                /// Global frameworks on migration.
                framework Framework [Adopted, Name];
                /// Objectives and targets of frameworks.
                objective Objective [FrameworkId, Position];
                /// Series of meetings.
                meeting_series MeetingSeries [Since];
                /// Global Meetings of ISCMs.
                global_meeting GlobalMeeting [Number];
                /// Events beside the global meetings.
                related_event RelatedEvent [Year, StartDate, Name];
                /// Assessments of ISCMs.
                assessment Assessment [Year];
                /// Respondents of assessments.
                assessment_respondent AssessmentRespondent [Kind];
                /// Sections of assessments' summaries.
                assessment_section AssessmentSection [Number];
                /// Questions of assessments.
                assessment_question AssessmentQuestion [Number];
                /// Findings of assessments.
                finding Finding [Number];
                /// Recommendations of assessments.
                recommendation Recommendation [Number];
                /// Reviews of ISCMs before assessments.
                earlier_review EarlierReview [Year, Title];
            }
            parts {
                theme_topic of Theme by theme_id;
                iscm_association of Iscm by iscm_id;
                iscm_predecessor of Iscm by iscm_id;
                structure_supporter of Structure by structure_id;
                funding_contributor of Funding by funding_id;
                event_attendee of Event by event_id;
                instrument_endorser of Instrument by instrument_id;
                instrument_topic of Instrument by instrument_id;
                contribution_instrument of Contribution by contribution_id;
                added_value_party of AddedValue by added_value_id;
                commitment_topic of Commitment by commitment_id;
                objective_topic of Objective by objective_id;
                global_meeting_party of GlobalMeeting by global_meeting_id;
                finding_topic of Finding by finding_id;
                recommendation_topic of Recommendation by recommendation_id;
            }
        }
    };
}

pub mod activity;
pub mod added_value;
pub mod added_value_party;
pub mod assessment;
pub mod assessment_question;
pub mod assessment_respondent;
pub mod assessment_section;
pub mod chairmanship;
pub mod change;
pub mod changeset;
pub mod citation;
pub mod commitment;
pub mod commitment_input;
pub mod commitment_topic;
pub mod contribution;
pub mod contribution_instrument;
pub mod country;
pub mod dataset;
pub mod earlier_review;
pub mod enums;
pub mod event;
pub mod event_attendee;
pub mod finding;
pub mod finding_topic;
pub mod framework;
pub mod fund;
pub mod fund_figure;
pub mod funding;
pub mod funding_contributor;
pub mod global_meeting;
pub mod global_meeting_party;
pub mod instrument;
pub mod instrument_endorser;
pub mod instrument_topic;
pub mod iscm;
pub mod iscm_association;
pub mod iscm_predecessor;
pub mod meeting_series;
pub mod membership;
pub mod objective;
pub mod objective_topic;
pub mod office;
pub mod organization;
pub mod partnership;
pub mod recommendation;
pub mod recommendation_topic;
mod references;
pub mod related_event;
pub mod source;
pub mod structure;
pub mod structure_supporter;
pub mod tables;
pub mod theme;
pub mod theme_topic;
pub mod topic;
pub mod uptake;
pub mod values;
mod vocabulary;
