//! How ISCMs are built: structures and chairs.

use entity::{chairmanship, country, iscm, organization, structure, structure_supporter};

use super::fields::{flag, id, text, word, year};
use super::object::{Object, ObjectOf, object};
use super::party::name_of;
use super::related::{all, citations, maybe_one, one, party, through};
use super::timeline::in_year;

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![chairmanship().into(), structure().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn chairmanship() -> ObjectOf<chairmanship::Entity> {
    type E = chairmanship::Entity;
    object("Chairmanship", "A term of a country or an organization as chair of an ISCM.")
        .listed(|| all("chairmanships", "The terms of chairs of all ISCMs, by first year.").on("Only terms that this date is in.").paged())
        .weighing(0.9)
        .field(id("The id. Opaque."))
        .field(citations("Where the term was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(party("party", "The country or organization."))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when an organization held the chair."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when a country held the chair."))
        .field(year::<E, _>("from", "The first year of the term.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year of the term; null when it goes on, or its end is not known.", |row| row.to_year))
        .field(flag::<E>("coChair", "Whether the chair was shared with another party.", |row| row.co_chair))
        .in_timeline("CHAIR_BEGAN", "The first year of a term as chair.", |row| in_year(row.from_year), |row| name_of(row) + if row.co_chair { " becomes co-chair" } else { " takes the chair" })
        .in_timeline("CHAIR_ENDED", "The last year of a term as chair.", |row| in_year(row.to_year), |row| name_of(row) + if row.co_chair { " leaves as co-chair" } else { " leaves the chair" })
}

#[rustfmt::skip] // a table: a line for each field
fn structure() -> ObjectOf<structure::Entity> {
    type E = structure::Entity;
    object("Structure", "A standing part of an ISCM, e.g. its meeting of vice-ministers or its technical secretariat.")
        .listed(|| all("structures", "The structures of all ISCMs, by name.").on("Only structures set up by this date; a year that is not known does not exclude.").paged())
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the structure was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(word::<E, _>("kind", "What kind of structure it is.", |row| row.kind))
        .field(text::<E>("summary", "What it does and how it works.", |row| &row.summary).prose())
        .field(year::<E, _>("established", "The year it was set up; null when not known.", |row| row.established))
        .field(through::<structure_supporter::Entity, organization::Entity, _>("supportedBy", "supporter", "The organizations that support it.").at_most(10).facet())
        .in_timeline("STRUCTURE_SET_UP", "A structure was set up.", |row| in_year(row.established), |row| format!("{} is set up", row.name))
}
