//! The files beside the ISCMs': frameworks, assessments, global meetings.

use std::collections::BTreeMap;

use entity::enums::{MeetingRole, Vocabulary};
use entity::tables::NodeType;
use entity::values::Texts;
use entity::{
    assessment, assessment_question, assessment_respondent, assessment_section, earlier_review,
    finding, finding_topic, framework, global_meeting, global_meeting_party, meeting_series,
    objective, objective_topic, recommendation, recommendation_topic, related_event,
};

use super::{Builder, Place};
use crate::dataset::keys::slug;
use crate::dataset::records::{Assessment, AssessmentFile, Meeting, Point};
use crate::dataset::{FRAMEWORKS, GLOBAL_MEETINGS};

/// The key of a finding or recommendation: the written one, or its number.
pub(in crate::dataset) fn point_key(number: usize, point: &Point) -> String {
    point
        .key
        .clone()
        .unwrap_or_else(|| (number + 1).to_string())
}

/// A place in a list, as the database keeps it.
fn place_in_list(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl Builder<'_> {
    /// Everything that is not one ISCM's.
    pub(super) fn global_level(&mut self) {
        self.frameworks();
        let meetings = self.global_meetings();
        for (key, file) in &self.dataset.assessments {
            let path = format!("assessment-{key}.toml");
            let top = Place::file(&path);
            self.assessment(&top.key("assessment"), key, &file.assessment, &meetings);
            self.assessment_parts(&top, key, file);
        }
    }

    fn frameworks(&mut self) {
        let top = Place::file(FRAMEWORKS);
        let file = &self.dataset.frameworks;
        for (number, record) in file.frameworks.iter().enumerate() {
            let place = top.record("frameworks", number, &record.slug);
            let id = self.id_of(&place, NodeType::Framework, "", &record.slug);
            self.cite(&place, NodeType::Framework, &id, &record.cite);
            self.tables.framework.push(framework::Model {
                id,
                name: record.name.clone(),
                adopted: record.adopted.0,
                summary: record.summary.clone(),
            });
        }
        let mut positions: BTreeMap<&str, i32> = BTreeMap::new();
        for (number, record) in file.objectives.iter().enumerate() {
            let place = top.record("objectives", number, &record.code);
            let id = self.id_of(&place, NodeType::Objective, "", &slug(&record.code));
            self.cite(&place, NodeType::Objective, &id, &record.cite);
            if !file
                .frameworks
                .iter()
                .any(|framework| framework.slug == record.framework)
            {
                self.fault(&place, "framework", "is the slug of no framework here");
            }
            for (position, topic) in self.topics(&place, &record.topics.0) {
                self.tables.objective_topic.push(objective_topic::Model {
                    objective_id: id.clone(),
                    position,
                    topic_id: topic.clone(),
                });
            }
            let position = positions.entry(&record.framework).or_insert(-1);
            *position += 1;
            self.tables.objective.push(objective::Model {
                id,
                framework_id: record.framework.clone(),
                position: *position,
                code: record.code.clone(),
                title: record.title.clone(),
            });
        }
    }

    /// The series and its meetings; their ids by name.
    fn global_meetings(&mut self) -> BTreeMap<String, String> {
        let top = Place::file(GLOBAL_MEETINGS);
        let file = &self.dataset.global_meetings;
        let record = &file.series;
        let place = top.key("series");
        let series = self.id_of(&place, NodeType::MeetingSeries, "", &slug(&record.acronym));
        self.cite(&place, NodeType::MeetingSeries, &series, &record.cite);
        let secretariat_id = self.known_organization(&place, "secretariat", &record.secretariat);
        self.tables.meeting_series.push(meeting_series::Model {
            id: series.clone(),
            name: record.name.clone(),
            acronym: record.acronym.clone(),
            former_name: record.former_name.clone(),
            since: record.since.0,
            frequency: record.frequency.clone(),
            secretariat_id,
            aims: Texts(record.aims.0.clone()),
            participants: record.participants.clone(),
        });
        let mut names = BTreeMap::new();
        for (number, record) in file.meetings.iter().enumerate() {
            let place = top.record("meetings", number, &record.name);
            let id = self.global_meeting(&place, &series, record);
            if names.insert(record.name.clone(), id).is_some() {
                self.fault(&place, "name", "is another meeting's too");
            }
        }
        for (number, record) in file.related_events.iter().enumerate() {
            let place = top.record("related_events", number, &record.name);
            let id = self.id(&place, NodeType::RelatedEvent, "", record);
            self.cite(&place, NodeType::RelatedEvent, &id, &record.cite);
            self.days(&place, record.year, record.start, None);
            let country_id = self.country(&place, record.country.as_ref());
            self.tables.related_event.push(related_event::Model {
                id,
                series_id: series.clone(),
                name: record.name.clone(),
                year: record.year.0,
                start_date: record.start.map(|day| day.0),
                city: record.city.clone(),
                country_id,
                online: record.online.unwrap_or(false),
                participants: record.participants.clone(),
                summary: record.summary.clone(),
            });
        }
        names
    }

    fn global_meeting(&mut self, place: &Place<'_>, series: &str, record: &Meeting) -> String {
        let key = record.number.to_string();
        let id = self.id_of(place, NodeType::GlobalMeeting, "", &key);
        self.cite(place, NodeType::GlobalMeeting, &id, &record.cite);
        self.days(place, record.year, record.start, record.end);
        let organizers = record
            .organizers
            .iter()
            .map(|code| (MeetingRole::Organizer, code));
        let hosts = record.hosts.iter().map(|code| (MeetingRole::Host, code));
        for (position, (role, code)) in (0..).zip(organizers.chain(hosts)) {
            let key = match role {
                MeetingRole::Organizer => "organizers",
                MeetingRole::Host => "hosts",
            };
            let party = self.coded_party(place, key, code);
            self.tables
                .global_meeting_party
                .push(global_meeting_party::Model {
                    global_meeting_id: id.clone(),
                    position,
                    role,
                    country_id: party.country_id,
                    organization_id: party.organization_id,
                });
        }
        let country_id = self.country(place, record.country.as_ref());
        self.tables.global_meeting.push(global_meeting::Model {
            id: id.clone(),
            series_id: series.to_owned(),
            number: record.number.into(),
            name: record.name.clone(),
            year: record.year.0,
            start_date: record.start.map(|day| day.0),
            end_date: record.end.map(|day| day.0),
            city: record.city.clone(),
            country_id,
            online: record.online.unwrap_or(false),
            theme: record.theme.clone(),
            participants: record.participants.clone(),
            summary: record.summary.clone(),
            outcomes: record.outcomes.clone(),
        });
        id
    }

    fn assessment(
        &mut self,
        place: &Place<'_>,
        key: &str,
        record: &Assessment,
        meetings: &BTreeMap<String, String>,
    ) {
        let id = self.id_of(place, NodeType::Assessment, "", key);
        self.cite(place, NodeType::Assessment, &id, &record.cite);
        let meeting = record.presented_at.as_ref();
        let presented_at_id = meeting.and_then(|name| meetings.get(name).cloned());
        if meeting.is_some() && presented_at_id.is_none() {
            self.fault(
                place,
                "presented_at",
                "is the name of no meeting of global-meetings.toml",
            );
        }
        let conducted_by_id = self.known_organization(place, "conducted_by", &record.conducted_by);
        self.tables.assessment.push(assessment::Model {
            id,
            title: record.title.clone(),
            year: record.year.0,
            conducted_by_id,
            purpose: record.purpose.clone(),
            presented_at_id,
            methods: Texts(record.methods.0.clone()),
            published: record.published.map(|day| day.0),
            pages: record.pages.map(i32::from),
            isbn: record.isbn.clone(),
            reference: record.reference.clone(),
            summary: record.summary.clone(),
        });
    }

    fn assessment_parts(&mut self, top: &Place<'_>, assessment: &str, file: &AssessmentFile) {
        let owned = || assessment.to_owned();
        for (number, record) in file.respondents.iter().enumerate() {
            let key = slug(&record.kind.word());
            let place = top.record("respondents", number, &key);
            let id = self.id_of(&place, NodeType::AssessmentRespondent, assessment, &key);
            self.cite(&place, NodeType::AssessmentRespondent, &id, &record.cite);
            self.tables
                .assessment_respondent
                .push(assessment_respondent::Model {
                    id,
                    assessment_id: owned(),
                    kind: record.kind,
                    count: record.count.into(),
                });
        }
        for (number, record) in file.sections.iter().enumerate() {
            let place = top.record("sections", number, &record.title);
            let key = record.number.to_string();
            let id = self.id_of(&place, NodeType::AssessmentSection, assessment, &key);
            self.cite(&place, NodeType::AssessmentSection, &id, &record.cite);
            self.tables
                .assessment_section
                .push(assessment_section::Model {
                    id,
                    assessment_id: owned(),
                    number: record.number.into(),
                    title: record.title.clone(),
                    covers: record.covers.clone(),
                });
        }
        for (number, record) in file.questions.iter().enumerate() {
            let key = record.number.to_string();
            let place = top.record("questions", number, &key);
            let id = self.id_of(&place, NodeType::AssessmentQuestion, assessment, &key);
            self.cite(&place, NodeType::AssessmentQuestion, &id, &record.cite);
            if !file
                .sections
                .iter()
                .any(|section| section.number == record.section)
            {
                self.fault(&place, "section", "is the number of no section here");
            }
            self.tables
                .assessment_question
                .push(assessment_question::Model {
                    id,
                    assessment_id: owned(),
                    section_id: format!("{assessment}/{}", record.section),
                    number: record.number.into(),
                    audience: record.audience,
                    text: record.text.clone(),
                    basis: record.basis,
                });
        }
        for (number, record) in file.findings.iter().enumerate() {
            let place = top.record(
                "findings",
                number,
                record.key.as_deref().unwrap_or_default(),
            );
            let key = point_key(number, record);
            let id = self.id_of(&place, NodeType::Finding, assessment, &key);
            self.cite(&place, NodeType::Finding, &id, &record.cite);
            for (position, topic) in self.topics(&place, &record.topics) {
                self.tables.finding_topic.push(finding_topic::Model {
                    finding_id: id.clone(),
                    position,
                    topic_id: topic.clone(),
                });
            }
            self.tables.finding.push(finding::Model {
                id,
                assessment_id: owned(),
                number: place_in_list(number) + 1,
                summary: record.summary.clone(),
            });
        }
        for (number, record) in file.recommendations.iter().enumerate() {
            let name = record.key.as_deref().unwrap_or_default();
            let place = top.record("recommendations", number, name);
            let key = point_key(number, record);
            let id = self.id_of(&place, NodeType::Recommendation, assessment, &key);
            self.cite(&place, NodeType::Recommendation, &id, &record.cite);
            for (position, topic) in self.topics(&place, &record.topics) {
                self.tables
                    .recommendation_topic
                    .push(recommendation_topic::Model {
                        recommendation_id: id.clone(),
                        position,
                        topic_id: topic.clone(),
                    });
            }
            self.tables.recommendation.push(recommendation::Model {
                id,
                assessment_id: owned(),
                number: place_in_list(number) + 1,
                summary: record.summary.clone(),
            });
        }
        for (number, record) in file.earlier_reviews.iter().enumerate() {
            let place = top.record("earlier_reviews", number, &record.title);
            let id = self.id(&place, NodeType::EarlierReview, assessment, record);
            self.cite(&place, NodeType::EarlierReview, &id, &record.cite);
            self.tables.earlier_review.push(earlier_review::Model {
                id,
                assessment_id: owned(),
                title: record.title.clone(),
                series: record.series.clone(),
                year: record.year.0,
                iscms: record.iscms.map(i32::from),
                summary: record.summary.clone(),
            });
        }
    }
}
