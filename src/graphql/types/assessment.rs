//! Assessments of ISCMs: the survey, what it found and what it recommends.

use async_graphql::{ID, Object};
use entity::enums::{QuestionAudience, QuestionBasis, RespondentKind};
use entity::{
    assessment, assessment_question, assessment_respondent, assessment_section, global_meeting,
    organization,
};

use super::finding::{EarlierReview, Finding, Recommendation};
use super::meeting::GlobalMeeting;
use super::party::Organization;
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;
use crate::graphql::word::Word;

/// An assessment.
pub(in crate::graphql) struct Assessment<'a>(pub(in crate::graphql) Row<'a, assessment::Entity>);

lists! {
    AssessmentLists<'a> over Row<'a, assessment::Entity> {
        connections {
        }
        lists {
            /// How many answered, by kind of respondents.
            respondents: AssessmentRespondent = |assessment| assessment.many();
            /// The sections of its summary of findings for each ISCM, by number.
            sections: AssessmentSection = |assessment| assessment.many();
            /// The questions that it asked, as far as sources tell them; by number.
            questions: AssessmentQuestion = |assessment| assessment.many();
            /// What it found, by number.
            findings: Finding = |assessment| assessment.many();
            /// What it recommends, by number.
            recommendations: Recommendation = |assessment| assessment.many();
            /// Reviews of ISCMs before it, by year.
            earlier_reviews: EarlierReview = |assessment| assessment.many();
        }
    }
}

/// A survey and assessment of ISCMs, e.g. IOM's of 2019.
#[Object]
impl<'a> Assessment<'a> {
    /// The id, e.g. `assessment:2019`. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The year it was made.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The organization that made it.
    async fn conducted_by(&self) -> Organization<'a> {
        Organization(self.0.parent::<organization::Entity>())
    }

    /// What it was for.
    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// The global meeting that it was presented at; null when not known.
    async fn presented_at(&self) -> Option<GlobalMeeting<'a>> {
        self.0.one::<global_meeting::Entity>().map(GlobalMeeting)
    }

    /// How it was made.
    async fn methods(&self) -> &[String] {
        &self.0.methods.0
    }

    /// The day it was published; null when not known.
    async fn published(&self) -> Option<Date> {
        self.0.published.map(Date)
    }

    /// How many pages it has; null when not known.
    async fn pages(&self) -> Option<i32> {
        self.0.pages
    }

    /// The ISBN; null when not known.
    async fn isbn(&self) -> Option<&str> {
        self.0.isbn.as_deref()
    }

    /// The publisher's reference; null when not known.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// What it is.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> AssessmentLists<'a> {
        AssessmentLists(self.0)
    }

    /// Where the assessment was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// Respondents.
pub(in crate::graphql) struct AssessmentRespondent<'a>(
    pub(in crate::graphql) Row<'a, assessment_respondent::Entity>,
);

/// How many of one kind of respondents answered an assessment's survey.
#[Object]
impl<'a> AssessmentRespondent<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The kind of respondents.
    async fn kind(&self) -> Word<RespondentKind> {
        Word(self.0.kind)
    }

    /// How many answered.
    async fn count(&self) -> i32 {
        self.0.count
    }

    /// Where the number was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A section.
pub(in crate::graphql) struct AssessmentSection<'a>(
    pub(in crate::graphql) Row<'a, assessment_section::Entity>,
);

lists! {
    AssessmentSectionLists<'a> over Row<'a, assessment_section::Entity> {
        connections {
        }
        lists {
            /// The questions that lead to it, by number.
            questions: AssessmentQuestion = |section| section.many();
        }
    }
}

/// A section of the summary of findings that an assessment made for each ISCM.
#[Object]
impl<'a> AssessmentSection<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is about.
    async fn covers(&self) -> &str {
        &self.0.covers
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> AssessmentSectionLists<'a> {
        AssessmentSectionLists(self.0)
    }

    /// Where the section was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A question.
pub(in crate::graphql) struct AssessmentQuestion<'a>(
    pub(in crate::graphql) Row<'a, assessment_question::Entity>,
);

/// A question that an assessment asked.
#[Object]
impl<'a> AssessmentQuestion<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The section of the summary of findings that it leads to.
    async fn section(&self) -> AssessmentSection<'a> {
        AssessmentSection(self.0.parent())
    }

    /// The number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Who was asked.
    async fn audience(&self) -> Word<QuestionAudience> {
        Word(self.0.audience)
    }

    /// The question.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// How the question is known.
    async fn basis(&self) -> Word<QuestionBasis> {
        Word(self.0.basis)
    }

    /// Where the question was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
