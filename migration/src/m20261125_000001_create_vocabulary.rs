//! The vocabulary: countries, topics, organizations, sources.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer_null, text, text_null};

use crate::table::record;

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        record("country").take(),
        record("topic").col(text("label")).take(),
        record("organization")
            .col(text("name"))
            .col(text("kind"))
            .col(text("file"))
            .take(),
        record("source")
            .col(text("title"))
            .col(text("publisher"))
            .col(integer_null("year"))
            .col(text_null("url"))
            .col(text("kind"))
            .col(text("file"))
            .take(),
    ]
}
