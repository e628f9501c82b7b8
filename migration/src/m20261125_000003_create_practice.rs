//! What ISCMs do: events, instruments, contributions, partnerships, commitments.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, integer, integer_null, json_binary, text, text_null};

use crate::table::{Refers, part, record};

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        record("event")
            .col(text("iscm_id"))
            .col(text("name"))
            .col(text("kind"))
            .col(integer("year"))
            .col(date_null("start_date"))
            .col(date_null("end_date"))
            .col(text_null("city"))
            .col(text_null("country_id"))
            .col(text_null("theme"))
            .refers("iscm_id", "iscm")
            .refers("country_id", "country")
            .take(),
        record("instrument")
            .col(text("iscm_id"))
            .col(text("title"))
            .col(text("kind"))
            .col(integer("year"))
            .col(text_null("event_id"))
            .col(text_null("summary"))
            .col(text_null("url"))
            .refers("iscm_id", "iscm")
            .refers("event_id", "event")
            .take(),
        part("instrument_topic", "instrument_id")
            .col(text("topic_id"))
            .refers("instrument_id", "instrument")
            .refers("topic_id", "topic")
            .take(),
        record("contribution")
            .col(text("iscm_id"))
            .col(text("level"))
            .col(text("summary"))
            .refers("iscm_id", "iscm")
            .take(),
        part("contribution_instrument", "contribution_id")
            .col(text("instrument_id"))
            .refers("contribution_id", "contribution")
            .refers("instrument_id", "instrument")
            .take(),
        record("partnership")
            .col(text("iscm_id"))
            .col(text_null("partner_id"))
            .col(text_null("organization_id"))
            .col(text_null("category"))
            .col(json_binary("modalities"))
            .col(text("summary"))
            .refers("iscm_id", "iscm")
            .refers("partner_id", "iscm")
            .refers("organization_id", "organization")
            .take(),
        record("added_value")
            .col(text("iscm_id"))
            .col(json_binary("values"))
            .col(text("summary"))
            .refers("iscm_id", "iscm")
            .take(),
        part("added_value_party", "added_value_id")
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .refers("added_value_id", "added_value")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
        record("uptake")
            .col(text("iscm_id"))
            .col(text("country_id"))
            .col(text_null("instrument_id"))
            .col(text("summary"))
            .col(integer_null("year"))
            .refers("iscm_id", "iscm")
            .refers("country_id", "country")
            .refers("instrument_id", "instrument")
            .take(),
        record("activity")
            .col(text("iscm_id"))
            .col(text("kind"))
            .col(text("summary"))
            .col(integer_null("year"))
            .refers("iscm_id", "iscm")
            .take(),
        record("commitment")
            .col(text("iscm_id"))
            .col(text("title"))
            .col(text_null("instrument_id"))
            .col(integer("year"))
            .col(text("summary"))
            .col(date_null("due"))
            .col(text_null("status"))
            .refers("iscm_id", "iscm")
            .refers("instrument_id", "instrument")
            .take(),
        part("commitment_topic", "commitment_id")
            .col(text("topic_id"))
            .refers("commitment_id", "commitment")
            .refers("topic_id", "topic")
            .take(),
        record("commitment_input")
            .col(text("commitment_id"))
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .col(text("summary"))
            .col(date_null("received"))
            .refers("commitment_id", "commitment")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
    ]
}
