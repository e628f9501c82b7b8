//! The log of changes and the data set's version.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, json_binary_null, text};

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("dataset")
            .col(integer("id").primary_key())
            .col(big_integer("version"))
            .take(),
        Table::create()
            .table("changeset")
            .col(big_integer("version").primary_key())
            .col(big_integer("created_at"))
            .col(text("actor"))
            .col(text("message"))
            .take(),
        Table::create()
            .table("change")
            .col(big_integer("version"))
            .col(text("subject_type"))
            .col(text("subject_id"))
            .col(text("operation"))
            .col(json_binary_null("before"))
            .col(json_binary_null("after"))
            .primary_key(
                Index::create()
                    .col("version")
                    .col("subject_type")
                    .col("subject_id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from_col("version")
                    .to("changeset", "version"),
            )
            .take(),
    ]
}
