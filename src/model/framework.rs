//! Global frameworks on migration and their objectives.

use entity::{framework, iscm, objective, objective_topic, topic};

use super::fields::{id, text, year};
use super::object::{Object, ObjectOf, object};
use super::related::{all, citations, many, one, rows, through};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![framework().into(), objective().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn framework() -> ObjectOf<framework::Entity> {
    type E = framework::Entity;
    object("Framework", "A global framework on migration, e.g. the Global Compact for Migration.")
        .listed(|| all("frameworks", "The global frameworks on migration, by year of adoption.").at_most(10))
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the framework was found."))
        .field(text::<E>("slug", "The key in the data set, e.g. `gcm`.", |row| &row.id))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(year::<E, _>("adopted", "The year it was adopted.", |row| row.adopted))
        .field(text::<E>("summary", "What it is.", |row| &row.summary).prose())
        .field(many::<objective::Entity, _>("objectives", "objective", "Its objectives or targets on migration, in its order.").at_most(40))
}

#[rustfmt::skip] // a table: a line for each field
fn objective() -> ObjectOf<objective::Entity> {
    type E = objective::Entity;
    object("Objective", "An objective or target of a framework, e.g. objective 23 of the Global Compact for Migration.")
        .listed(|| all("objectives", "The objectives and targets of all frameworks: by framework, then in its order.").at_most(100))
        .field(id("The id. Opaque."))
        .field(citations("Where the objective was found."))
        .field(one::<framework::Entity, _>("framework", "The framework."))
        .field(text::<E>("code", "The code, e.g. `GCM 23` or `SDG 10.7`.", |row| &row.code).named())
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(through::<objective_topic::Entity, topic::Entity, _>("topics", "topic", "The topics that it is about, by label.").at_most(10).facet())
        .field(rows::<iscm::Entity, E>("iscms", "iscm", "The ISCMs that work on what it asks: those with a theme on one of its topics, by acronym.", |objective| objective.iscms()).paged().facet())
}
