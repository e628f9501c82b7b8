//! ISCMs and what describes them: themes, parties, structures, funding.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, double, integer, integer_null, json_binary, text, text_null,
};

use crate::table::{Refers, part, record};

/// The tables, referenced ones first.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![
        record("iscm")
            .col(text("acronym"))
            .col(json_binary("names"))
            .col(json_binary("aliases"))
            .col(text("kind"))
            .col(text("status"))
            .col(integer("established"))
            .col(text("region"))
            .col(text("summary"))
            .col(text_null("website"))
            .take(),
        record("theme")
            .col(text("iscm_id"))
            .col(text("title"))
            .col(text_null("parent_id"))
            .col(integer_null("from_year"))
            .col(integer_null("to_year"))
            .refers("iscm_id", "iscm")
            .foreign_key(
                ForeignKey::create()
                    .from_col("parent_id")
                    .to("theme", "id")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .take(),
        part("theme_topic", "theme_id")
            .col(text("topic_id"))
            .refers("theme_id", "theme")
            .refers("topic_id", "topic")
            .take(),
        record("membership")
            .col(text("iscm_id"))
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .col(text("role"))
            .col(integer_null("from_year"))
            .col(integer_null("to_year"))
            .refers("iscm_id", "iscm")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
        record("chairmanship")
            .col(text("iscm_id"))
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .col(integer("from_year"))
            .col(integer_null("to_year"))
            .col(boolean("co_chair"))
            .refers("iscm_id", "iscm")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
        record("structure")
            .col(text("iscm_id"))
            .col(text("name"))
            .col(text("kind"))
            .col(text("summary"))
            .col(integer_null("established"))
            .refers("iscm_id", "iscm")
            .take(),
        part("structure_supporter", "structure_id")
            .col(text("organization_id"))
            .refers("structure_id", "structure")
            .refers("organization_id", "organization")
            .take(),
        record("funding")
            .col(text("iscm_id"))
            .col(text("kind"))
            .col(text("summary"))
            .col(big_integer_null("amount_minor"))
            .col(text_null("currency"))
            .col(integer_null("year"))
            .refers("iscm_id", "iscm")
            .take(),
        part("funding_contributor", "funding_id")
            .col(text_null("category"))
            .col(text_null("country_id"))
            .col(text_null("organization_id"))
            .refers("funding_id", "funding")
            .refers("country_id", "country")
            .refers("organization_id", "organization")
            .take(),
        record("fund")
            .col(text("iscm_id"))
            .col(text("name"))
            .col(integer("established"))
            .col(text("purpose"))
            .col(json_binary("beneficiaries"))
            .col(text("summary"))
            .refers("iscm_id", "iscm")
            .take(),
        record("fund_figure")
            .col(text("fund_id"))
            .col(integer("position"))
            .col(text("label"))
            .col(double("value"))
            .col(text("unit"))
            .col(integer_null("from_year"))
            .col(integer_null("to_year"))
            .refers("fund_id", "fund")
            .take(),
    ]
}
