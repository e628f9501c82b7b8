//! Webhooks, and what became of the messages to them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, integer_null, json_binary, text, text_null,
};

use crate::table::Refers as _;

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("webhook")
            .col(text("id").primary_key())
            .col(text("account_id"))
            .col(text("url"))
            .col(text("description"))
            .col(json_binary("iscms"))
            .col(json_binary("keys"))
            .col(big_integer("version"))
            .col(integer("attempts"))
            .col(big_integer_null("failing_since"))
            .col(big_integer("next_at"))
            .col(big_integer("claimed_until"))
            .col(big_integer_null("paused_at"))
            .col(text_null("paused_because"))
            .col(big_integer("created_at"))
            .refers("account_id", "account")
            .take(),
        Table::create()
            .table("webhook_delivery")
            .col(big_pk_auto("id"))
            .col(text("webhook_id"))
            .col(text("message_id"))
            .col(text("kind"))
            .col(big_integer("since"))
            .col(big_integer("version"))
            .col(integer("attempt"))
            .col(big_integer("at"))
            .col(big_integer("took"))
            .col(integer_null("status"))
            .col(text_null("fault"))
            .refers("webhook_id", "webhook")
            .take(),
    ]
}
