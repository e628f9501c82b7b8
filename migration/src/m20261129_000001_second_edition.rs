//! The second edition of the data set.
//!
//! On the way back what only the second edition knows is lost: the new columns and tables, and the terms as
//! chair of which no year is known, with their citations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, integer, integer_null, json_binary, text, text_null};

use crate::alter::Change::{self, Add, Back, Create, Fill, Refer, Relax};
use crate::table::{Refers, part};

/// The changes, in order.
pub(crate) fn changes() -> Vec<Change> {
    vec![
        Add("iscm", integer_null("ended")),
        Add("iscm", json_binary("languages").default("[]").take()),
        Create(
            part("iscm_association", "iscm_id")
                .col(text_null("associated_iscm_id"))
                .col(text_null("organization_id"))
                .refers("iscm_id", "iscm")
                .refers("associated_iscm_id", "iscm")
                .refers("organization_id", "organization")
                .take(),
        ),
        Create(
            part("iscm_predecessor", "iscm_id")
                .col(text("predecessor_id"))
                .refers("iscm_id", "iscm")
                .refers("predecessor_id", "iscm")
                .take(),
        ),
        Add("structure", text_null("frequency")),
        Add("structure", text_null("seat_city")),
        Refer("structure", "seat_country_id", "country"),
        Refer("structure", "hosted_by_id", "organization"),
        Add("fund", text("kind").default("OTHER").take()),
        Fill(
            Query::update()
                .table("fund")
                .value("kind", "RESERVE")
                .and_where(Func::lower(Expr::col("name")).like("%reserve fund%"))
                .take(),
        ),
        Add("event", text_null("status")),
        Add("event", integer_null("participants")),
        Create(parties("event_attendee", "event_id", "event")),
        Add("instrument", integer_null("from_year")),
        Add("instrument", integer_null("to_year")),
        Create(parties(
            "instrument_endorser",
            "instrument_id",
            "instrument",
        )),
        Add("chairmanship", integer_null("succession")),
        Relax("chairmanship", integer("from_year")),
        Back(
            Query::delete()
                .from_table("chairmanship")
                .and_where(Expr::col("from_year").is_null())
                .take(),
        ),
        Back(
            Query::delete()
                .from_table("citation")
                .and_where(Expr::col("subject_type").eq("chairmanship"))
                .and_where(Expr::col("subject_id").in_subquery(chairs_without_year()))
                .take(),
        ),
        Add("membership", text_null("status")),
        Add("membership", integer_null("status_since")),
        Add("source", date_null("accessed")),
        Add("source", text_null("archived")),
    ]
}

/// A list of countries and organizations that is part of records.
fn parties(name: &'static str, owner: &'static str, table: &'static str) -> TableCreateStatement {
    part(name, owner)
        .col(text_null("country_id"))
        .col(text_null("organization_id"))
        .refers(owner, table)
        .refers("country_id", "country")
        .refers("organization_id", "organization")
        .take()
}

fn chairs_without_year() -> SelectStatement {
    Query::select()
        .column("id")
        .from("chairmanship")
        .and_where(Expr::col("from_year").is_null())
        .take()
}
