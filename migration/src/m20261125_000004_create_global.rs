//! The global level: frameworks and the meetings of ISCMs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date_null, integer, json_binary, text, text_null};

use crate::table::{Refers, part, record};

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        record("framework")
            .col(text("name"))
            .col(integer("adopted"))
            .col(text("summary"))
            .take(),
        record("objective")
            .col(text("framework_id"))
            .col(integer("position"))
            .col(text("code"))
            .col(text("title"))
            .refers("framework_id", "framework")
            .take(),
        part("objective_topic", "objective_id")
            .col(text("topic_id"))
            .refers("objective_id", "objective")
            .refers("topic_id", "topic")
            .take(),
        record("meeting_series")
            .col(text("name"))
            .col(text("acronym"))
            .col(text_null("former_name"))
            .col(integer("since"))
            .col(text_null("frequency"))
            .col(text("secretariat_id"))
            .col(json_binary("aims"))
            .col(text("participants"))
            .refers("secretariat_id", "organization")
            .take(),
        record("global_meeting")
            .col(text("series_id"))
            .col(integer("number"))
            .col(text("name"))
            .col(integer("year"))
            .col(date_null("start_date"))
            .col(date_null("end_date"))
            .col(text_null("city"))
            .col(text_null("country_id"))
            .col(boolean("online"))
            .col(text_null("theme"))
            .col(text_null("participants"))
            .col(text("summary"))
            .col(text_null("outcomes"))
            .refers("series_id", "meeting_series")
            .refers("country_id", "country")
            .take(),
        part("global_meeting_party", "global_meeting_id")
            .col(text("role"))
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .refers("global_meeting_id", "global_meeting")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
        record("related_event")
            .col(text("series_id"))
            .col(text("name"))
            .col(integer("year"))
            .col(date_null("start_date"))
            .col(text_null("city"))
            .col(text_null("country_id"))
            .col(boolean("online"))
            .col(text_null("participants"))
            .col(text("summary"))
            .refers("series_id", "meeting_series")
            .refers("country_id", "country")
            .take(),
    ]
}
