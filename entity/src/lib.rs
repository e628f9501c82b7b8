//! The rows of the database: one SeaORM entity a file, the vocabularies, and the list of all tables.
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
pub mod instrument_topic;
pub mod iscm;
pub mod meeting_series;
pub mod membership;
pub mod objective;
pub mod objective_topic;
pub mod organization;
pub mod partnership;
pub mod recommendation;
pub mod recommendation_topic;
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
