//! Digests: who is told by mail what changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, json_binary, text, text_null,
};

/// The tables.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("digest")
            .col(text("id").primary_key())
            .col(text("email"))
            .col(text("every"))
            .col(json_binary("iscms"))
            .col(text_null("question"))
            .col(text("token"))
            .col(big_integer("created_at"))
            .col(big_integer_null("confirmed_at"))
            .col(big_integer("version"))
            .col(big_integer("next_at"))
            .col(integer("attempts"))
            .take(),
    ]
}
