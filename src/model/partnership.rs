//! Partnerships of ISCMs.

use entity::{iscm, organization, partnership};

use super::fields::{id, maybe_word, text, words};
use super::object::{Object, ObjectOf, object};
use super::out::{Out, Record};
use super::related::{citations, maybe_one, maybe_one_by, one, told};
use crate::graph::PartnerRow;

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![partnership().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn partnership() -> ObjectOf<partnership::Entity> {
    type E = partnership::Entity;
    object("Partnership", "An ISCM's work with another ISCM, an organization, or a category of partners.")
        .field(id("The id. Opaque."))
        .field(citations("Where the partnership was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(told::<E, _>("partner", "The other ISCM or the organization; null when a category of partners is meant.", "Partner", (), |row, ()| Ok(Out::maybe(PartnerRow::of(row).and_then(partner), Out::Record))))
        .field(maybe_one_by::<iscm::Entity, _>("partnerIscm", "The other ISCM; null when the partner is none.", partnership::Column::PartnerId))
        .field(maybe_one::<organization::Entity, _>("partnerOrganization", "The organization; null when the partner is none."))
        .field(maybe_word::<E, _>("category", "The category of partners; null when a single partner is named.", |row| row.category))
        .field(words::<E, _>("modalities", "The forms the work takes.", |row| &row.modalities.0))
        .field(text::<E>("summary", "What they do together.", |row| &row.summary).prose().label())
}

/// The record that a partner is, unless it is a category.
pub(super) fn partner(partner: PartnerRow<'_>) -> Option<Record> {
    match partner {
        PartnerRow::Iscm(row) => Some(Record::of(&row)),
        PartnerRow::Organization(row) => Some(Record::of(&row)),
        PartnerRow::Category(_) => None,
    }
}
