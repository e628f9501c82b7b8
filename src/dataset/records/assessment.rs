//! `assessment-<key>.toml`: assessments of ISCMs, with what they asked and found.

use entity::enums::{QuestionAudience, QuestionBasis, RespondentKind, Vocabulary};
use entity::tables::NodeType;
use entity::{assessment, assessment_question, global_meeting};

use super::listed::{Organization, Source};
use crate::dataset::build::Here;
use crate::dataset::column::{Acronym, Cite, OptionalKey, Topic};
use crate::dataset::keys::{key_of, slug};
use crate::dataset::record::Rules;
use crate::dataset::rows::Rows;
use crate::dataset::statement::{files, records};
use crate::dataset::value::{Day, NonEmpty, Word, Year};

files! {
    /// `assessment-<key>.toml`.
    AssessmentFile {
        assessment: Assessment;
        respondents: [Respondent],
        sections: [Section],
        questions: [Question],
        findings: [Finding],
        recommendations: [Recommendation],
        earlier_reviews: [EarlierReview],
        organizations: [Organization],
        sources: [Source]
    }
}

records! {
    /// `[assessment]`.
    Assessment of assessment() {
        title: String => title,
        year: Year => year,
        conducted_by: Acronym => conducted_by_id,
        purpose: String => purpose,
        presented_at: Option<String> => (presented_at_id: meeting, meeting_name),
        methods: NonEmpty<String> => methods,
        published: Option<Day> => published,
        pages: Option<u16> => pages,
        isbn: Option<String> => isbn,
        reference: Option<String> => reference,
        summary: String => summary,
        @cite: Cite
    }
    /// `[[respondents]]`.
    Respondent of assessment_respondent(assessment_id = owner) {
        kind: Word<RespondentKind> => kind,
        count: u16 => count,
        @cite: Cite
    }
    /// `[[sections]]`.
    Section of assessment_section(assessment_id = owner) {
        number: u16 => number,
        title: String => title,
        covers: String => covers,
        @cite: Cite
    }
    /// `[[questions]]`.
    Question of assessment_question(assessment_id = owner) {
        number: u16 => number,
        section: u16 => (section_id: section_id, section_number),
        audience: Word<QuestionAudience> => audience,
        text: String => text,
        basis: Word<QuestionBasis> => basis,
        @cite: Cite
    }
    /// `[[findings]]`.
    Finding of finding(assessment_id = owner, number = ordinal) {
        @key: OptionalKey,
        summary: String => summary,
        topics: Vec<Topic> => [finding_topic: finding_id, topic_id],
        @cite: Cite
    }
    /// `[[recommendations]]`.
    Recommendation of recommendation(assessment_id = owner, number = ordinal) {
        @key: OptionalKey,
        summary: String => summary,
        topics: Vec<Topic> => [recommendation_topic: recommendation_id, topic_id],
        @cite: Cite
    }
    /// `[[earlier_reviews]]`.
    EarlierReview of earlier_review(assessment_id = owner) by title {
        @key: OptionalKey,
        title: String => title,
        series: String => series,
        year: Year => year,
        iscms: Option<u16> => iscms,
        summary: String => summary,
        @cite: Cite
    }
}

impl Assessment {
    /// The id of the meeting that it was presented at.
    fn meeting(&self, here: &Here<'_>) -> Option<String> {
        let name = self.presented_at.as_ref()?;
        here.builder.named(NodeType::GlobalMeeting, "", name)
    }

    fn meeting_name(row: &assessment::Model, rows: &Rows<'_>) -> Option<String> {
        let meeting = rows.find::<global_meeting::Entity>(row.presented_at_id.as_ref()?)?;
        Some(meeting.name.clone())
    }
}

impl Rules for Assessment {
    fn name(&self) -> String {
        self.title.clone()
    }

    /// The key in the file's name.
    fn id(&self, here: &mut Here<'_>) -> String {
        here.id("", here.owner, "assessment", "each has its own")
    }

    fn check(&self, here: &mut Here<'_>) {
        if self.presented_at.is_some() && self.meeting(here).is_none() {
            let message = "is the name of no meeting of global-meetings.toml";
            here.fault("presented_at", message);
        }
    }
}

impl Rules for Respondent {
    const KEYED_BY: &'static str = "kind";

    fn name(&self) -> String {
        slug(&self.kind.0.word())
    }
}

impl Rules for Section {
    const KEYED_BY: &'static str = "number";

    fn name(&self) -> String {
        self.title.clone()
    }

    fn follows(&self, _number: usize) -> String {
        self.number.to_string()
    }
}

impl Question {
    fn section_id(&self, here: &Here<'_>) -> String {
        format!("{}/{}", here.owner, self.section)
    }

    fn section_number(row: &assessment_question::Model, _rows: &Rows<'_>) -> u16 {
        key_of(&row.section_id).parse().unwrap_or_default()
    }
}

impl Rules for Question {
    const KEYED_BY: &'static str = "number";

    fn name(&self) -> String {
        self.number.to_string()
    }

    fn check(&self, here: &mut Here<'_>) {
        let section = self.section_id(here);
        if !here.builder.has(NodeType::AssessmentSection, &section) {
            here.fault("section", "is the number of no section here");
        }
    }
}

/// Findings and recommendations have the number in their list as key.
macro_rules! numbered {
    ($($name:ident)*) => {$(
        impl Rules for $name {
            fn name(&self) -> String {
                self.key.clone().unwrap_or_default()
            }

            fn follows(&self, number: usize) -> String {
                (number + 1).to_string()
            }
        }
    )*};
}

numbered!(Finding Recommendation);
