//! What came of assessments: findings, recommendations; and the reviews before them.

use entity::{
    assessment, earlier_review, finding, finding_topic, recommendation, recommendation_topic, topic,
};

use super::fields::{id, int, text, year};
use super::object::{Object, ObjectOf, object};
use super::related::{citations, one, through};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![finding().into(), recommendation().into(), review().into()]
}

#[rustfmt::skip] // a table: a line for each field
fn finding() -> ObjectOf<finding::Entity> {
    type E = finding::Entity;
    object("Finding", "Something that an assessment found.")
        .field(id("The id. Opaque."))
        .field(citations("Where the finding was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(text::<E>("summary", "What it says.", |row| &row.summary).prose().label())
        .field(through::<finding_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label; none when it is about ISCMs as such.").at_most(5).facet())
}

#[rustfmt::skip] // a table: a line for each field
fn recommendation() -> ObjectOf<recommendation::Entity> {
    type E = recommendation::Entity;
    object("Recommendation", "Something that an assessment recommends.")
        .field(id("The id. Opaque."))
        .field(citations("Where the recommendation was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(text::<E>("summary", "What it says.", |row| &row.summary).prose().label())
        .field(through::<recommendation_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label; none when it is about ISCMs as such.").at_most(5).facet())
}

#[rustfmt::skip] // a table: a line for each field
fn review() -> ObjectOf<earlier_review::Entity> {
    type E = earlier_review::Entity;
    object("EarlierReview", "A review of ISCMs before an assessment.")
        .field(id("The id. Opaque."))
        .field(citations("Where the review was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment that it came before."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(text::<E>("summary", "What it says.", |row| &row.summary).prose())
        .field(text::<E>("series", "The series it appeared in.", |row| &row.series).searched())
        .field(year::<E, _>("year", "The year it was published.", |row| row.year))
        .field(int::<E, _>("iscms", "How many ISCMs it studied; null when not known.", |row| row.iscms))
}
