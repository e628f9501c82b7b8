//! Questions that accounts save, and what they spend.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, double, json_binary, text, text_null,
};

use crate::table::Refers as _;

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("saved_question")
            .col(big_pk_auto("id"))
            .col(text("account_id"))
            .col(text("name"))
            .col(text("title"))
            .col(text("description"))
            .col(text("document"))
            .col(json_binary("variables"))
            .col(text_null("rows"))
            .col(text("lists"))
            .col(boolean("is_public"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .index(
                Index::create()
                    .unique()
                    .name("saved_question_name")
                    .col("account_id")
                    .col("name"),
            )
            .refers("account_id", "account")
            .take(),
        Table::create()
            .table("spent")
            .col(text("account_id").primary_key())
            .col(double("points"))
            .col(double("per_second"))
            .col(big_integer("at"))
            .take(),
    ]
}
