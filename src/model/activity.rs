//! What came of ISCMs: contributions, added value, uptakes, activities.

use entity::{
    activity, added_value, added_value_party, contribution, contribution_instrument, country,
    instrument, iscm, organization, uptake,
};

use super::fields::{id, text, word, words, year};
use super::object::{Object, ObjectOf, object};
use super::party::parties;
use super::related::{citations, maybe_one, one, through, told};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        contribution().into(),
        added_value().into(),
        uptake().into(),
        activity().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn contribution() -> ObjectOf<contribution::Entity> {
    type E = contribution::Entity;
    object("Contribution", "What an ISCM brought to migration governance, at one level.")
        .field(id("The id. Opaque."))
        .field(citations("Where the contribution was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(word::<E, _>("level", "The level of governance.", |row| row.level))
        .field(text::<E>("summary", "What it brought about.", |row| &row.summary).prose().label())
        .field(through::<contribution_instrument::Entity, instrument::Entity, _>("instruments", "instrument", "The instruments it was made with.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn added_value() -> ObjectOf<added_value::Entity> {
    type E = added_value::Entity;
    object("AddedValue", "What members say membership in an ISCM is worth.")
        .field(id("The id. Opaque."))
        .field(citations("Where the statement was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(told::<E, _>("by", "The countries and organizations that say so.", "[Party!]!", (), |row, ()| Ok(parties(row.many::<added_value_party::Entity>().iter()))).at_most(20))
        .field(through::<added_value_party::Entity, country::Entity, _>("countries", "country", "The countries that say so.").at_most(10).facet().only_asked())
        .field(through::<added_value_party::Entity, organization::Entity, _>("organizations", "organization", "The organizations that say so.").at_most(10).facet().only_asked())
        .field(words::<E, _>("values", "The kinds of value they name.", |row| &row.values.0))
        .field(text::<E>("summary", "What they said.", |row| &row.summary).prose().label())
}

#[rustfmt::skip] // a table: a line for each field
fn uptake() -> ObjectOf<uptake::Entity> {
    type E = uptake::Entity;
    object("Uptake", "A national measure built on an ISCM's instrument or work, e.g. Honduras' protocols of care built\non the RCM's guidelines.")
        .field(id("The id. Opaque."))
        .field(citations("Where the measure was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(one::<country::Entity, _>("country", "The country that took the measure."))
        .field(maybe_one::<instrument::Entity, _>("instrument", "The instrument it is built on; null when no single one is named."))
        .field(text::<E>("summary", "What the country did.", |row| &row.summary).prose().label())
        .field(year::<E, _>("year", "The year; null when not known.", |row| row.year))
}

#[rustfmt::skip] // a table: a line for each field
fn activity() -> ObjectOf<activity::Entity> {
    type E = activity::Entity;
    object("Activity", "Something an ISCM does or did between its meetings.")
        .field(id("The id. Opaque."))
        .field(citations("Where the activity was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(word::<E, _>("kind", "What kind of activity it is.", |row| row.kind))
        .field(text::<E>("summary", "What was done.", |row| &row.summary).prose().label())
        .field(year::<E, _>("year", "The year; null when not known or going on.", |row| row.year))
}
