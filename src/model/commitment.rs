//! Commitments, and what is reported on them.

use entity::{
    commitment, commitment_input, commitment_topic, country, instrument, iscm, organization, topic,
};

use super::fields::{date, id, maybe_word, text, year};
use super::object::{Object, ObjectOf, object};
use super::related::{citations, many, maybe_one, one, party, through};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![commitment().into(), input().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn commitment() -> ObjectOf<commitment::Entity> {
    type E = commitment::Entity;
    object("Commitment", "Something the members of an ISCM committed to, e.g. in a declaration.")
        .field(id("The id. Opaque."))
        .field(citations("Where the commitment was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(maybe_one::<instrument::Entity, _>("instrument", "The instrument it is made in; null when none is named."))
        .field(year::<E, _>("year", "The year it was made.", |row| row.year))
        .field(through::<commitment_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label.").at_most(10).facet())
        .field(text::<E>("summary", "What members are to do.", |row| &row.summary).prose())
        .field(date::<E>("due", "The day it is due; null when none is set.", |row| row.due))
        .field(maybe_word::<E, _>("status", "How far it is; null when not known.", |row| row.status))
        .field(many::<commitment_input::Entity, _>("inputs", "input", "What members reported on it; by date, those without one last.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn input() -> ObjectOf<commitment_input::Entity> {
    type E = commitment_input::Entity;
    object("CommitmentInput", "What a country or an organization reports it did for a commitment.")
        .field(id("The id. Opaque."))
        .field(citations("Where the report was found."))
        .field(one::<commitment::Entity, _>("commitment", "The commitment."))
        .field(party("party", "The country or organization."))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when an organization reports."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when a country reports."))
        .field(text::<E>("summary", "What was done.", |row| &row.summary).prose().label())
        .field(date::<E>("received", "The day it was received; null when not known.", |row| row.received))
}
