//! Where facts come from: sources and citations.

use std::collections::HashSet;

use entity::tables::Table as _;
use entity::{citation, source};

use super::fields::{date, id, maybe_text, text, word, year};
use super::object::{Object, ObjectOf, object};
use super::out::{Out, Record};
use super::related::{all, many, one, rows, told};
use super::relation::Target;
use crate::graph::{List, Row};

/// The name of the interface of facts.
pub const CITED: &str = "Cited";

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![source().into(), citation().into(), cited().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn source() -> ObjectOf<source::Entity> {
    type E = source::Entity;
    object("Source", "A document or page that facts are cited from.")
        .listed(|| all("sources", "All sources, by key.").paged())
        .weighing(0.9)
        .field(id("The id, e.g. `source:summary-2019`. Opaque."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(text::<E>("publisher", "Who published it.", |row| &row.publisher).facet().searched())
        .field(year::<E, _>("year", "The year it was published; null when not known.", |row| row.year))
        .field(maybe_text::<E>("url", "Where it is on the web; null when it is not.", |row| row.url.as_deref()).unordered())
        .field(date::<E>("accessed", "The day on which the editors read it; null when not known.", |row| row.accessed))
        .field(maybe_text::<E>("archived", "The address of an archived copy; null when none is known.", |row| row.archived.as_deref()).unordered())
        .field(word::<E, _>("kind", "What kind of source it is.", |row| row.kind))
        .field(many::<citation::Entity, _>("citedBy", "citedBy", "The citations of it.").at_most(200).only_asked())
        .field(rows("citedBy", "citedBy", "The facts that cite it, each once.", citing).of(Target::CITED).paged().only_answered())
}

#[rustfmt::skip] // a table: a line for each field
fn citation() -> ObjectOf<citation::Entity> {
    type E = citation::Entity;
    object("Citation", "Where a fact was found: a source, and the place in it.")
        .field(one::<source::Entity, _>("source", "The source."))
        .field(maybe_text::<E>("locator", "The place in the source: a heading, a section's number, a page. Null when the whole source is\nmeant.", |row| row.locator.as_deref()))
        .field(word::<E, _>("type", "The type of the fact.", |row| row.subject_type).only_asked())
        .field(told::<E, _>("fact", "The fact that was found there; null when it is no longer in the data set.", "Cited", (), |row, ()| Ok(fact(row))))
}

/// Facts, by the citations that they are found by.
#[rustfmt::skip] // a table: a line for each field
fn cited() -> ObjectOf<citation::Entity> {
    type E = citation::Entity;
    object(CITED, "A fact: it tells where it was found.")
        .standing_for(Target::CITED)
        .field(one::<source::Entity, _>("source", "The source.").only_asked())
        .field(maybe_text::<E>("locator", "The place in the source.", |row| row.locator.as_deref()).only_asked())
        .field(word::<E, _>("type", "The type of the fact.", |row| row.subject_type).only_asked())
}

/// The first citation of each fact that cites a source.
fn citing(source: Row<'_, source::Entity>) -> List<'_, citation::Entity> {
    let mut seen = HashSet::new();
    let citations = source.many::<citation::Entity>().iter();
    let first = citations.filter(|row| seen.insert(citation::Entity::subject(row.model())));
    List::of_rows(source.scope(), first)
}

/// The fact that a citation is of.
fn fact(citation: Row<'_, citation::Entity>) -> Out<'_> {
    let (kind, id) = citation.subject();
    Out::maybe(Record::find(citation.scope(), kind, id), Out::Record)
}
