//! Assessments of ISCMs: the survey, what it found and what it recommends; and the reviews before them.

use entity::enums::Vocabulary as _;
use entity::{
    assessment, assessment_question, assessment_respondent, assessment_section, earlier_review,
    finding, finding_topic, global_meeting, organization, recommendation, recommendation_topic,
    topic,
};

use super::argument::arg;
use super::fields::{date, id, int, maybe_text, text, texts, word, year};
use super::label::shortened;
use super::object::{Object, ObjectOf, object};
use super::related::{all, citations, many, maybe_one, one, through};
use crate::error::{Error, Result};
use crate::graph::{Row, Scope};

/// The assessment made in a year.
fn made_in(scope: &Scope, year: i32) -> Result<Row<'_, assessment::Entity>> {
    let assessments = scope.all::<assessment::Entity>();
    let found = assessments.iter().find(|row| row.year == year);
    found.ok_or_else(|| {
        let years: Vec<_> = assessments.iter().map(|row| row.year.to_string()).collect();
        let takes = format!(
            "takes the year of an assessment ({}), not {year}",
            years.join(", ")
        );
        Error::not_found("year", &takes)
    })
}

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        assessment().into(),
        respondent().into(),
        section().into(),
        question().into(),
        finding().into(),
        recommendation().into(),
        review().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn assessment() -> ObjectOf<assessment::Entity> {
    type E = assessment::Entity;
    object("Assessment", "A survey and assessment of ISCMs, e.g. IOM's of 2019.")
        .found("assessment", "The assessment made in a year. Null when there is none, with an error `NOT_FOUND`.", (arg("year", "The year, e.g. 2019."),), |scope, (year,): &(i32,)| made_in(scope, *year))
        .listed(|| all("assessments", "The assessments of ISCMs, by year.").at_most(10))
        .weighing(1.0)
        .field(id("The id, e.g. `assessment:2019`. Opaque."))
        .field(citations("Where the assessment was found."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(year::<E, _>("year", "The year it was made.", |row| row.year))
        .field(one::<organization::Entity, _>("conductedBy", "The organization that made it."))
        .field(text::<E>("summary", "What it is.", |row| &row.summary).prose())
        .field(text::<E>("purpose", "What it was for.", |row| &row.purpose).prose())
        .field(maybe_one::<global_meeting::Entity, _>("presentedAt", "The global meeting that it was presented at; null when not known."))
        .field(texts::<E>("methods", "How it was made.", |row| &row.methods.0).searched())
        .field(date::<E>("published", "The day it was published; null when not known.", |row| row.published))
        .field(int::<E, _>("pages", "How many pages it has; null when not known.", |row| row.pages))
        .field(maybe_text::<E>("isbn", "The ISBN; null when not known.", |row| row.isbn.as_deref()).unordered())
        .field(maybe_text::<E>("reference", "The publisher's reference; null when not known.", |row| row.reference.as_deref()).unordered())
        .field(many::<assessment_respondent::Entity, _>("respondents", "respondent", "How many answered, by kind of respondents.").at_most(5))
        .field(many::<assessment_section::Entity, _>("sections", "section", "The sections of its summary of findings for each ISCM, by number.").at_most(10))
        .field(many::<assessment_question::Entity, _>("questions", "question", "The questions that it asked, as far as sources tell them; by number.").at_most(30))
        .field(many::<finding::Entity, _>("findings", "finding", "What it found, by number.").at_most(20))
        .field(many::<recommendation::Entity, _>("recommendations", "recommendation", "What it recommends, by number.").at_most(20))
        .field(many::<earlier_review::Entity, _>("earlierReviews", "earlierReview", "Reviews of ISCMs before it, by year.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn respondent() -> ObjectOf<assessment_respondent::Entity> {
    type E = assessment_respondent::Entity;
    object::<E>("AssessmentRespondent", "How many of one kind of respondents answered an assessment's survey.")
        .weighing(0.9)
        .labelled(|row| format!("{}: {}", row.kind.doc().trim().trim_end_matches('.'), row.count))
        .field(id("The id. Opaque."))
        .field(citations("Where the number was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(word::<E, _>("kind", "The kind of respondents.", |row| row.kind))
        .field(int::<E, _>("count", "How many answered.", |row| row.count))
}

#[rustfmt::skip] // a table: a line for each field
fn section() -> ObjectOf<assessment_section::Entity> {
    type E = assessment_section::Entity;
    object("AssessmentSection", "A section of the summary of findings that an assessment made for each ISCM.")
        .field(id("The id. Opaque."))
        .field(citations("Where the section was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(text::<E>("covers", "What it is about.", |row| &row.covers).prose())
        .field(many::<assessment_question::Entity, _>("questions", "question", "The questions that lead to it, by number.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn question() -> ObjectOf<assessment_question::Entity> {
    type E = assessment_question::Entity;
    object::<E>("AssessmentQuestion", "A question that an assessment asked.")
        .labelled(|row| shortened(&row.text))
        .field(id("The id. Opaque."))
        .field(citations("Where the question was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(one::<assessment_section::Entity, _>("section", "The section of the summary of findings that it leads to."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(word::<E, _>("audience", "Who was asked.", |row| row.audience))
        .field(text::<E>("text", "The question.", |row| &row.text).searched())
        .field(word::<E, _>("basis", "How the question is known.", |row| row.basis))
}

#[rustfmt::skip] // a table: a line for each field
fn finding() -> ObjectOf<finding::Entity> {
    type E = finding::Entity;
    object::<E>("Finding", "Something that an assessment found.")
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the finding was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(text::<E>("summary", "What it says.", |row| &row.summary).prose())
        .field(through::<finding_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label; none when it is about ISCMs as such.").at_most(5).facet())
}

#[rustfmt::skip] // a table: a line for each field
fn recommendation() -> ObjectOf<recommendation::Entity> {
    type E = recommendation::Entity;
    object::<E>("Recommendation", "Something that an assessment recommends.")
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the recommendation was found."))
        .field(one::<assessment::Entity, _>("assessment", "The assessment."))
        .field(int::<E, _>("number", "The number, from 1.", |row| row.number))
        .field(text::<E>("summary", "What it says.", |row| &row.summary).prose())
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
