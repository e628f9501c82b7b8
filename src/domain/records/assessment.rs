//! Assessments of ISCMs, with what they asked and found.

use entity::enums::{QuestionAudience, QuestionBasis, RespondentKind, Vocabulary};
use entity::global_meeting;
use entity::tables::NodeType;

use super::listed::{Organization, Source};
use crate::domain::build::Here;
use crate::domain::column::{Acronym, Cite, Column, OptionalKey, Topic};
use crate::domain::fault::{Fault, Place};
use crate::domain::keys::{key_in, key_of, owner_of, slug};
use crate::domain::read::Read;
use crate::domain::record::Rules;
use crate::domain::rows::Rows;
use crate::domain::shape::{Taken, Takes};
use crate::domain::statement::{aggregates, records};
use crate::domain::value::{Day, NonEmpty, Word, Year, texts};

aggregates! {
    /// An assessment.
    AssessmentRecords {
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
        presented_at: Option<MeetingName> => presented_at_id,
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
        section: SectionNumber => section_id,
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

texts! {
    /// The name of a global meeting.
    MeetingName: Taken::Reference(&[NodeType::GlobalMeeting]);
}

impl Column for MeetingName {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let id = key_in(NodeType::GlobalMeeting, &self.0);
        if id != self.0 && here.builder.has(NodeType::GlobalMeeting, id) {
            return id.to_owned();
        }
        let id = here.builder.named(NodeType::GlobalMeeting, "", &self.0);
        if id.is_none() {
            here.fault(key, "is the name of no global meeting");
        }
        id.unwrap_or_default()
    }

    fn value(id: &String, rows: &Rows<'_>) -> Self {
        if rows.is_by_id() {
            return Self(format!("{}:{id}", NodeType::GlobalMeeting.name()));
        }
        let row = rows.find::<global_meeting::Entity>(id);
        Self(row.map_or_else(String::new, |row| row.name.clone()))
    }
}

impl Rules for Assessment {
    fn name(&self) -> String {
        self.title.clone()
    }

    /// The key in the file's name.
    fn id(&self, here: &mut Here<'_, '_>) -> String {
        here.id("", here.owner, "assessment", "each has its own")
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

/// The number of a section of the same assessment, or its id.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(in crate::domain) enum SectionNumber {
    Number(u16),
    Id(String),
}

impl Read for SectionNumber {
    const TAKES: Takes = Takes::one(Taken::Reference(&[NodeType::AssessmentSection]));

    fn read(value: toml::Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value {
            toml::Value::String(id) => Some(Self::Id(id)),
            number => u16::read(number, place, faults).map(Self::Number),
        }
    }
}

impl Column for SectionNumber {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let kind = NodeType::AssessmentSection;
        let id = match self {
            Self::Number(number) => format!("{}/{number}", here.owner),
            Self::Id(id) => key_in(kind, id).to_owned(),
        };
        if owner_of(&id) != here.owner || !here.builder.has(kind, &id) {
            here.fault(key, "is the number of no section here");
        }
        id
    }

    fn value(id: &String, _rows: &Rows<'_>) -> Self {
        Self::Number(key_of(id).parse().unwrap_or_default())
    }
}

impl Rules for Question {
    const KEYED_BY: &'static str = "number";

    fn name(&self) -> String {
        self.number.to_string()
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
