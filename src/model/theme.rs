//! What ISCMs work on: themes, and the topics that make them comparable.

use std::sync::Arc;

use entity::tables::NodeType;
use entity::{
    commitment, commitment_topic, finding, finding_topic, instrument, instrument_topic, iscm,
    objective, objective_topic, recommendation, recommendation_topic, theme, theme_topic, topic,
};

use super::argument::arg;
use super::fields::{id, key, name, text, year};
use super::label::LANGUAGE;
use super::natural::Natural;
use super::object::{Object, ObjectOf, object};
use super::related::{all, citations, many_by, maybe_one_by, one, rows, through};
use super::timeline::in_year;
use crate::graph::reads;

/// What topics are called by.
pub(super) static TOPIC: Natural = Natural {
    scalar: "String",
    what: "the label or the slug of a topic",
    kind: NodeType::Topic,
    meant: None,
    names: |scope| {
        let rows = || scope.all::<topic::Entity>().iter();
        let slugs = rows().map(|row| (&*row.model().id, row.place()));
        let labels = rows().map(|row| (&*row.model().label, row.place()));
        Box::new(slugs.chain(labels))
    },
};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![theme().into(), topic().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn theme() -> ObjectOf<theme::Entity> {
    type E = theme::Entity;
    object("Theme", "Something an ISCM works on or worked on.")
        .listed(|| all("themes", "The themes of all ISCMs, by title.").on("Only themes worked on at this date, for certain or possibly.").paged())
        .suggested()
        .field(id("The id. Opaque."))
        .field(citations("Where the theme was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("title", "The title, as the ISCM words it.", |row| &row.title).title())
        .field(through::<theme_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label.").at_most(10).facet())
        .field(maybe_one_by::<theme::Entity, _>("parent", "The theme that it is part of; null when it stands by itself.", theme::Column::ParentId))
        .field(many_by::<theme::Entity, _>("children", "child", "The themes that are part of it, by title.", theme::Column::ParentId).at_most(20))
        .field(year::<E, _>("from", "The first year it was worked on; null when not known.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year it was worked on; null when it goes on, or its end is not known.", |row| row.to_year))
        .dated()
        .in_timeline("THEME_BEGAN", "The first year of work on a theme.", |row| in_year(row.from_year), |row| format!("Work begins on “{}”", row.title))
        .in_timeline("THEME_ENDED", "The last year of work on a theme.", |row| in_year(row.to_year), |row| format!("Work ends on “{}”", row.title))
}

#[rustfmt::skip] // a table: a line for each field
fn topic() -> ObjectOf<topic::Entity> {
    type E = topic::Entity;
    object("Topic", "A topic of the controlled vocabulary that makes ISCMs comparable.")
        .found("topic", "The topic with a slug or a label. Null when there is none, with an error `NOT_FOUND` that says what may have been\nmeant.", (arg("slug", "The slug, e.g. `labour-migration`, or the label."),), |scope, (slug,): &(Arc<str>,)| TOPIC.row(scope, "slug", slug))
        .listed(|| all("topics", "All topics, by label.").at_most(60))
        .weighing(1.1)
        .suggested()
        .field(id("The id. Opaque."))
        .field(key::<E>("slug", "The key in the vocabulary, e.g. `labour-migration`.", &TOPIC, |row| &row.id))
        .field(name::<E>("label", "The label, in English whatever the language.", LANGUAGE, |row, _| &row.label).title())
        .field(rows::<iscm::Entity, E>("iscms", "iscm", "The ISCMs with a theme on it, by acronym.", |topic| topic.iscms()).reading(reads![iscm, theme, theme_topic]).paged().facet())
        .field(through::<theme_topic::Entity, theme::Entity, _>("themes", "theme", "The themes on it, by title.").on("Only themes worked on at this date, for certain or possibly.").paged())
        .field(through::<instrument_topic::Entity, instrument::Entity, _>("instruments", "instrument", "The instruments on it, by year, then title.").paged())
        .field(through::<commitment_topic::Entity, commitment::Entity, _>("commitments", "commitment", "The commitments on it, by year, then title.").paged())
        .field(through::<objective_topic::Entity, objective::Entity, _>("objectives", "objective", "The objectives and targets of global frameworks that it meets; by framework, then in its\norder.").at_most(10).facet())
        .field(through::<finding_topic::Entity, finding::Entity, _>("findings", "finding", "The assessments' findings on it, by number.").at_most(20))
        .field(through::<recommendation_topic::Entity, recommendation::Entity, _>("recommendations", "recommendation", "The assessments' recommendations on it, by number.").at_most(10))
}
