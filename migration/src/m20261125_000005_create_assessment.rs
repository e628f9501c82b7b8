//! Assessments of ISCMs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, integer, integer_null, json_binary, text, text_null};

use crate::table::{Refers, part, record};

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        record("assessment")
            .col(text("title"))
            .col(integer("year"))
            .col(text("conducted_by_id"))
            .col(text("purpose"))
            .col(text_null("presented_at_id"))
            .col(json_binary("methods"))
            .col(date_null("published"))
            .col(integer_null("pages"))
            .col(text_null("isbn"))
            .col(text_null("reference"))
            .col(text("summary"))
            .refers("conducted_by_id", "organization")
            .refers("presented_at_id", "global_meeting")
            .take(),
        record("assessment_respondent")
            .col(text("assessment_id"))
            .col(text("kind"))
            .col(integer("count"))
            .refers("assessment_id", "assessment")
            .take(),
        record("assessment_section")
            .col(text("assessment_id"))
            .col(integer("number"))
            .col(text("title"))
            .col(text("covers"))
            .refers("assessment_id", "assessment")
            .take(),
        record("assessment_question")
            .col(text("assessment_id"))
            .col(text("section_id"))
            .col(integer("number"))
            .col(text("audience"))
            .col(text("text"))
            .col(text("basis"))
            .refers("assessment_id", "assessment")
            .refers("section_id", "assessment_section")
            .take(),
        record("finding")
            .col(text("assessment_id"))
            .col(integer("number"))
            .col(text("summary"))
            .refers("assessment_id", "assessment")
            .take(),
        part("finding_topic", "finding_id")
            .col(text("topic_id"))
            .refers("finding_id", "finding")
            .refers("topic_id", "topic")
            .take(),
        record("recommendation")
            .col(text("assessment_id"))
            .col(integer("number"))
            .col(text("summary"))
            .refers("assessment_id", "assessment")
            .take(),
        part("recommendation_topic", "recommendation_id")
            .col(text("topic_id"))
            .refers("recommendation_id", "recommendation")
            .refers("topic_id", "topic")
            .take(),
        record("earlier_review")
            .col(text("assessment_id"))
            .col(text("title"))
            .col(text("series"))
            .col(integer("year"))
            .col(integer_null("iscms"))
            .col(text("summary"))
            .refers("assessment_id", "assessment")
            .take(),
    ]
}
