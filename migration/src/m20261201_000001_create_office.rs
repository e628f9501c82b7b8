//! What is private: accounts and keys, proposals, the audit.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, json_binary, json_binary_null, text,
    text_null,
};

use crate::table::Refers as _;

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("account")
            .col(text("id").primary_key())
            .col(text("name"))
            .col(json_binary("roles"))
            .col(big_integer("created_at"))
            .col(big_integer_null("disabled_at"))
            .take(),
        Table::create()
            .table("api_key")
            .col(text("prefix").primary_key())
            .col(text("account_id"))
            .col(text("name"))
            .col(text("hash").unique_key())
            .col(json_binary_null("roles"))
            .col(big_integer("created_at"))
            .col(big_integer_null("expires_at"))
            .col(big_integer_null("revoked_at"))
            .col(big_integer_null("last_used_at"))
            .refers("account_id", "account")
            .take(),
        Table::create()
            .table("proposal")
            .col(text("id").primary_key())
            .col(text("account_id"))
            .col(text_null("request_key"))
            .col(text_null("request_hash"))
            .col(text("title"))
            .col(json_binary("iscms"))
            .col(text("status"))
            .col(integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer_null("decided_at"))
            .col(text_null("decided_by"))
            .col(text_null("reason"))
            .col(big_integer_null("version"))
            .index(
                Index::create()
                    .unique()
                    .name("proposal_request")
                    .col("account_id")
                    .col("request_key"),
            )
            .refers("account_id", "account")
            .take(),
        Table::create()
            .table("proposal_revision")
            .col(text("proposal_id"))
            .col(integer("number"))
            .col(text("message"))
            .col(json_binary("edits"))
            .col(big_integer("based_on"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().col("proposal_id").col("number"))
            .refers("proposal_id", "proposal")
            .take(),
        Table::create()
            .table("proposal_comment")
            .col(text("proposal_id"))
            .col(integer("number"))
            .col(integer("revision"))
            .col(text("account_id"))
            .col(text("text"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().col("proposal_id").col("number"))
            .refers("proposal_id", "proposal")
            .refers("account_id", "account")
            .take(),
        Table::create()
            .table("audit")
            .col(big_pk_auto("id"))
            .col(big_integer("at"))
            .col(text_null("account_id"))
            .col(text_null("key_prefix"))
            .col(text("request_id"))
            .col(text("action"))
            .col(text_null("subject"))
            .col(text_null("refused"))
            .col(big_integer_null("version"))
            .take(),
    ]
}
