//! Citations of any record.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, text, text_null};

use crate::table::Refers;

/// The one table.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("citation")
            .col(text("subject_type"))
            .col(text("subject_id"))
            .col(integer("position"))
            .col(text("source_id"))
            .col(text_null("locator"))
            .primary_key(
                Index::create()
                    .col("subject_type")
                    .col("subject_id")
                    .col("position"),
            )
            .refers("source_id", "source")
            .take(),
    ]
}
