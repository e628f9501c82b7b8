//! The library: instruments, and the events they were adopted at.

use entity::{
    commitment, contribution, contribution_instrument, country, event, instrument,
    instrument_topic, iscm, topic, uptake,
};

use super::fields::{date, id, maybe_text, text, word, year};
use super::object::{Object, ObjectOf, object};
use super::related::{citations, many, maybe_one, one, through};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![instrument().into(), event().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn instrument() -> ObjectOf<instrument::Entity> {
    type E = instrument::Entity;
    object("Instrument", "A document an ISCM adopted or published: a declaration, guidelines, a manual, a plan, a study.")
        .field(id("The id. Opaque."))
        .field(citations("Where the instrument was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(word::<E, _>("kind", "What kind of document it is.", |row| row.kind))
        .field(year::<E, _>("year", "The year it was adopted or published.", |row| row.year))
        .field(through::<instrument_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label.").at_most(20).facet())
        .field(maybe_one::<event::Entity, _>("adoptedAt", "The event it was adopted at; null when not known."))
        .field(maybe_text::<E>("summary", "What it says; null when not known.", |row| row.summary.as_deref()).prose())
        .field(maybe_text::<E>("url", "Where it is on the web; null when not known.", |row| row.url.as_deref()).unordered())
        .field(many::<uptake::Entity, _>("uptakes", "uptake", "National measures built on it; by year, those without one last.").at_most(10))
        .field(many::<commitment::Entity, _>("commitments", "commitment", "What it commits members to, by year, then title.").at_most(10))
        .field(through::<contribution_instrument::Entity, contribution::Entity, _>("citedBy", "citedBy", "The ISCM's contributions to migration governance that name it.").at_most(5))
}

#[rustfmt::skip] // a table: a line for each field
fn event() -> ObjectOf<event::Entity> {
    type E = event::Entity;
    object("Event", "A meeting or other event of an ISCM.")
        .field(id("The id. Opaque."))
        .field(citations("Where the event was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(word::<E, _>("kind", "What kind of event it is.", |row| row.kind))
        .field(year::<E, _>("year", "The year it was held.", |row| row.year))
        .field(date::<E>("start", "The first day; null when not known.", |row| row.start_date))
        .field(date::<E>("end", "The last day; null when not known.", |row| row.end_date))
        .field(maybe_text::<E>("theme", "What it was about; null when not known.", |row| row.theme.as_deref()).prose())
        .field(maybe_text::<E>("city", "The city; null when not known or held online.", |row| row.city.as_deref()).facet().searched())
        .field(maybe_one::<country::Entity, _>("country", "The country it was held in; null when not known or held online."))
        .field(many::<instrument::Entity, _>("instruments", "instrument", "The instruments adopted at it, by year, then title.").at_most(10))
}
