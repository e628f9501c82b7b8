//! The rows that are not one ISCM's, as the files beside the ISCMs'.

use entity::enums::MeetingRole;
use entity::{
    assessment, assessment_question, assessment_respondent, assessment_section, earlier_review,
    finding, framework, global_meeting, meeting_series, objective, recommendation, related_event,
};

use super::{Rows, day, flag, key_of, keyed};
use crate::dataset::read::{NonEmpty, Year};
use crate::dataset::records::{
    Assessment, AssessmentFile, EarlierReview, Framework, FrameworksFile, GlobalMeetingsFile,
    Meeting, Objective, Point, Question, RelatedEvent, Respondent, Section, Series,
};

/// A small number as the files have it.
fn number(number: i32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The key of a finding or recommendation, where it is not its number.
fn point_key(id: &str, number: i32) -> Option<String> {
    Some(key_of(id)).filter(|key| *key != number.to_string())
}

impl Rows<'_> {
    /// `frameworks.toml`.
    pub(super) fn frameworks(&self) -> FrameworksFile {
        let frameworks = self.tables.framework.iter();
        let objectives = self.tables.objective.iter();
        FrameworksFile {
            frameworks: frameworks.map(|row| self.framework(row)).collect(),
            objectives: objectives.map(|row| self.objective(row)).collect(),
            organizations: self.organizations("frameworks"),
            sources: self.sources("frameworks"),
        }
    }

    fn framework(&self, row: &framework::Model) -> Framework {
        Framework {
            slug: row.id.clone(),
            name: row.name.clone(),
            adopted: Year(row.adopted),
            summary: row.summary.clone(),
            cite: self.cite::<framework::Entity>(row),
        }
    }

    fn objective(&self, row: &objective::Model) -> Objective {
        let topics = &self.groups.objective_topic;
        Objective {
            framework: row.framework_id.clone(),
            code: row.code.clone(),
            title: row.title.clone(),
            topics: NonEmpty(topics.map(&row.id, |row| row.topic_id.clone())),
            cite: self.cite::<objective::Entity>(row),
        }
    }

    /// `global-meetings.toml`.
    pub(super) fn global_meetings(&self, row: &meeting_series::Model) -> GlobalMeetingsFile {
        GlobalMeetingsFile {
            series: Series {
                name: row.name.clone(),
                acronym: row.acronym.clone(),
                former_name: row.former_name.clone(),
                since: Year(row.since),
                frequency: row.frequency.clone(),
                secretariat: row.secretariat_id.clone(),
                aims: NonEmpty(row.aims.0.clone()),
                participants: row.participants.clone(),
                cite: self.cite::<meeting_series::Entity>(row),
            },
            meetings: self
                .groups
                .global_meeting
                .map(&row.id, |row| self.meeting(row)),
            related_events: self
                .groups
                .related_event
                .map(&row.id, |row| self.related_event(row)),
            organizations: self.organizations("global-meetings"),
            sources: self.sources("global-meetings"),
        }
    }

    fn meeting(&self, row: &global_meeting::Model) -> Meeting {
        let parties = self.groups.global_meeting_party.map(&row.id, |row| {
            let code = self.code(row.country_id.as_ref(), row.organization_id.as_ref());
            (row.role, code)
        });
        let in_role = |role: MeetingRole| {
            let parties = parties.iter().filter(|(its_role, _)| *its_role == role);
            parties.map(|(_, code)| code.clone()).collect()
        };
        Meeting {
            number: number(row.number),
            name: row.name.clone(),
            year: Year(row.year),
            start: day(row.start_date),
            end: day(row.end_date),
            city: row.city.clone(),
            country: row.country_id.clone(),
            online: flag(row.online),
            theme: row.theme.clone(),
            organizers: in_role(MeetingRole::Organizer),
            hosts: in_role(MeetingRole::Host),
            participants: row.participants.clone(),
            summary: row.summary.clone(),
            outcomes: row.outcomes.clone(),
            cite: self.cite::<global_meeting::Entity>(row),
        }
    }

    fn related_event(&self, row: &related_event::Model) -> RelatedEvent {
        let record = RelatedEvent {
            key: None,
            name: row.name.clone(),
            year: Year(row.year),
            start: day(row.start_date),
            city: row.city.clone(),
            country: row.country_id.clone(),
            online: flag(row.online),
            participants: row.participants.clone(),
            summary: row.summary.clone(),
            cite: self.cite::<related_event::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    /// `assessment-<key>.toml`.
    pub(super) fn assessment(&self, row: &assessment::Model) -> AssessmentFile {
        let file = format!("assessment-{}", row.id);
        let meeting = row.presented_at_id.as_ref();
        let mut meetings = self.tables.global_meeting.iter();
        let meeting = meeting.and_then(|id| meetings.find(|meeting| meeting.id == *id));
        let groups = &self.groups;
        AssessmentFile {
            assessment: Assessment {
                title: row.title.clone(),
                year: Year(row.year),
                conducted_by: row.conducted_by_id.clone(),
                purpose: row.purpose.clone(),
                presented_at: meeting.map(|meeting| meeting.name.clone()),
                methods: NonEmpty(row.methods.0.clone()),
                published: day(row.published),
                pages: row.pages.map(number),
                isbn: row.isbn.clone(),
                reference: row.reference.clone(),
                summary: row.summary.clone(),
                cite: self.cite::<assessment::Entity>(row),
            },
            respondents: groups.assessment_respondent.map(&row.id, |row| Respondent {
                kind: row.kind,
                count: number(row.count),
                cite: self.cite::<assessment_respondent::Entity>(row),
            }),
            sections: groups.assessment_section.map(&row.id, |row| Section {
                number: number(row.number),
                title: row.title.clone(),
                covers: row.covers.clone(),
                cite: self.cite::<assessment_section::Entity>(row),
            }),
            questions: groups
                .assessment_question
                .map(&row.id, |row| self.question(row)),
            findings: groups.finding.map(&row.id, |row| Point {
                key: point_key(&row.id, row.number),
                summary: row.summary.clone(),
                topics: groups
                    .finding_topic
                    .map(&row.id, |row| row.topic_id.clone()),
                cite: self.cite::<finding::Entity>(row),
            }),
            recommendations: groups.recommendation.map(&row.id, |row| Point {
                key: point_key(&row.id, row.number),
                summary: row.summary.clone(),
                topics: groups
                    .recommendation_topic
                    .map(&row.id, |row| row.topic_id.clone()),
                cite: self.cite::<recommendation::Entity>(row),
            }),
            earlier_reviews: groups
                .earlier_review
                .map(&row.id, |row| self.earlier_review(row)),
            organizations: self.organizations(&file),
            sources: self.sources(&file),
        }
    }

    fn question(&self, row: &assessment_question::Model) -> Question {
        Question {
            number: number(row.number),
            section: key_of(&row.section_id).parse().unwrap_or_default(),
            audience: row.audience,
            text: row.text.clone(),
            basis: row.basis,
            cite: self.cite::<assessment_question::Entity>(row),
        }
    }

    fn earlier_review(&self, row: &earlier_review::Model) -> EarlierReview {
        let record = EarlierReview {
            key: None,
            title: row.title.clone(),
            series: row.series.clone(),
            year: Year(row.year),
            iscms: row.iscms.map(number),
            summary: row.summary.clone(),
            cite: self.cite::<earlier_review::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }
}
