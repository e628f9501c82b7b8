//! The assessments of ISCMs and what is in them.

use entity::{
    assessment, assessment_question, assessment_respondent, assessment_section, earlier_review,
    finding, finding_topic, global_meeting, organization, recommendation, recommendation_topic,
    topic,
};

use super::Type;
use super::describe::Describe;

/// The types.
pub(super) fn types() -> Vec<Type> {
    vec![
        assessment(),
        respondent(),
        section(),
        question(),
        finding(),
        recommendation(),
        review(),
    ]
}

fn assessment() -> Type {
    Describe::<assessment::Entity>::fact("Assessment")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .year("year", "The year it was made.", |row| row.year)
        .one::<organization::Entity>("conductedBy", "The organization that made it.")
        .text("purpose", "What it was for.", |row| &row.model().purpose)
        .prose()
        .maybe_one::<global_meeting::Entity>(
            "presentedAt",
            "The global meeting it was presented at.",
        )
        .texts("methods", "How it was made.", |row| &row.model().methods.0)
        .maybe_date("published", "The day it was published.", |row| {
            row.published
        })
        .maybe_number("pages", "How many pages it has.", |row| row.pages)
        .maybe_text("isbn", "The ISBN.", |row| row.model().isbn.as_deref())
        .prose()
        .maybe_text("reference", "The publisher's reference.", |row| {
            row.model().reference.as_deref()
        })
        .prose()
        .text("summary", "What it is.", |row| &row.model().summary)
        .prose()
        .many::<assessment_respondent::Entity>(
            "respondents",
            "respondent",
            "Its kinds of respondents.",
            |row| row.many(),
        )
        .many::<assessment_section::Entity>("sections", "section", "Its sections.", |row| {
            row.many()
        })
        .many::<assessment_question::Entity>("questions", "question", "Its questions.", |row| {
            row.many()
        })
        .many::<finding::Entity>("findings", "finding", "Its findings.", |row| row.many())
        .many::<recommendation::Entity>(
            "recommendations",
            "recommendation",
            "Its recommendations.",
            |row| row.many(),
        )
        .many::<earlier_review::Entity>(
            "earlierReviews",
            "earlierReview",
            "The reviews before it.",
            |row| row.many(),
        )
        .done()
}

fn respondent() -> Type {
    Describe::<assessment_respondent::Entity>::fact("AssessmentRespondent")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .word("kind", "The kind of respondents.", |row| row.kind)
        .number("count", "How many answered.", |row| row.count)
        .done()
}

fn section() -> Type {
    Describe::<assessment_section::Entity>::fact("AssessmentSection")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .number("number", "The number.", |row| row.number)
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .text("covers", "What it is about.", |row| &row.model().covers)
        .prose()
        .many::<assessment_question::Entity>(
            "questions",
            "question",
            "The questions that lead to it.",
            |row| row.many(),
        )
        .done()
}

fn question() -> Type {
    Describe::<assessment_question::Entity>::fact("AssessmentQuestion")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .one::<assessment_section::Entity>("section", "The section it leads to.")
        .number("number", "The number.", |row| row.number)
        .word("audience", "Who was asked.", |row| row.audience)
        .text("text", "The question.", |row| &row.model().text)
        .label()
        .word("basis", "How the question is known.", |row| row.basis)
        .done()
}

fn finding() -> Type {
    Describe::<finding::Entity>::fact("Finding")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .number("number", "The number.", |row| row.number)
        .text("summary", "What it says.", |row| &row.model().summary)
        .prose()
        .label()
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<finding_topic::Entity, topic::Entity>()
        })
        .facet()
        .done()
}

fn recommendation() -> Type {
    Describe::<recommendation::Entity>::fact("Recommendation")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .number("number", "The number.", |row| row.number)
        .text("summary", "What it says.", |row| &row.model().summary)
        .prose()
        .label()
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<recommendation_topic::Entity, topic::Entity>()
        })
        .facet()
        .done()
}

fn review() -> Type {
    Describe::<earlier_review::Entity>::fact("EarlierReview")
        .one::<assessment::Entity>("assessment", "The assessment.")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .text("series", "The series it appeared in.", |row| {
            &row.model().series
        })
        .year("year", "The year it was published.", |row| row.year)
        .maybe_number("iscms", "How many ISCMs it studied.", |row| row.iscms)
        .text("summary", "What it says.", |row| &row.model().summary)
        .prose()
        .done()
}
