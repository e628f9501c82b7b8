//! How ISCMs are built: their structures.

use entity::{iscm, organization, structure, structure_supporter};

use super::fields::{id, text, word, year};
use super::object::{Object, ObjectOf, object};
use super::related::{all, citations, one, through};
use super::timeline::in_year;

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![structure().into()]
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
