//! What an ISCM does: its events, instruments, partnerships and commitments, and what came of them.

use std::collections::BTreeMap;

use chrono::Datelike;
use entity::tables::NodeType;
use entity::values::{AddedValueKinds, Modalities};
use entity::{
    activity, added_value, added_value_party, commitment, commitment_input, commitment_topic,
    contribution, contribution_instrument, event, instrument, instrument_topic, partnership,
    uptake,
};

use super::profile::year;
use super::{Builder, Place};
use crate::dataset::read::{Day, Year};
use crate::dataset::records::{
    AddedValue, Commitment, Contribution, Event, Instrument, IscmFile, Partnership, Uptake,
};

/// The ids of an ISCM's records that others of its file name by title.
#[derive(Default)]
struct Titles {
    events: BTreeMap<String, String>,
    instruments: BTreeMap<String, String>,
}

impl Builder<'_> {
    /// The tables of what an ISCM does; events and instruments before those that name them.
    pub(super) fn practice(&mut self, top: &Place<'_>, iscm: &str, file: &IscmFile) {
        let mut titles = Titles::default();
        for (number, record) in file.events.iter().enumerate() {
            self.event(
                &top.record("events", number, &record.name),
                iscm,
                record,
                &mut titles,
            );
        }
        for (number, record) in file.instruments.iter().enumerate() {
            let place = top.record("instruments", number, &record.title);
            self.instrument(&place, iscm, record, &mut titles);
        }
        for (number, record) in file.contributions.iter().enumerate() {
            let place = top.record("contributions", number, &record.key);
            self.contribution(&place, iscm, record, &titles);
        }
        for (number, record) in file.partnerships.iter().enumerate() {
            self.partnership(
                &top.record("partnerships", number, &record.key),
                iscm,
                record,
            );
        }
        for (number, record) in file.added_value.iter().enumerate() {
            self.added_value(
                &top.record("added_value", number, &record.key),
                iscm,
                record,
            );
        }
        for (number, record) in file.uptakes.iter().enumerate() {
            let place = top.record("uptakes", number, &record.key);
            self.uptake(&place, iscm, record, &titles);
        }
        for (number, record) in file.activities.iter().enumerate() {
            let place = top.record("activities", number, &record.key);
            let id = self.id(&place, NodeType::Activity, iscm, record);
            self.cite(&place, NodeType::Activity, &id, &record.cite);
            self.tables.activity.push(activity::Model {
                id,
                iscm_id: iscm.to_owned(),
                kind: record.kind,
                summary: record.summary.clone(),
                year: year(record.year),
            });
        }
        for (number, record) in file.commitments.iter().enumerate() {
            let place = top.record("commitments", number, &record.title);
            self.commitment(&place, iscm, record, &titles);
        }
    }

    fn event(&mut self, place: &Place<'_>, iscm: &str, record: &Event, titles: &mut Titles) {
        let id = self.id(place, NodeType::Event, iscm, record);
        self.cite(place, NodeType::Event, &id, &record.cite);
        self.days(place, record.year, record.start, record.end);
        if titles
            .events
            .insert(record.name.clone(), id.clone())
            .is_some()
        {
            self.fault(place, "name", "is another event's too");
        }
        let country_id = self.country(place, record.country.as_ref());
        self.tables.event.push(event::Model {
            id,
            iscm_id: iscm.to_owned(),
            name: record.name.clone(),
            kind: record.kind,
            year: record.year.0,
            start_date: record.start.map(|day| day.0),
            end_date: record.end.map(|day| day.0),
            city: record.city.clone(),
            country_id,
            theme: record.theme.clone(),
        });
    }

    /// The first and the last day of what was held in a year.
    pub(super) fn days(
        &mut self,
        place: &Place<'_>,
        year: Year,
        start: Option<Day>,
        end: Option<Day>,
    ) {
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            self.fault(place, "end", "is before `start`");
        }
        if let Some(first) = start.or(end)
            && first.0.year() != year.0
        {
            let key = if start.is_some() { "start" } else { "end" };
            self.fault(
                place,
                key,
                format!("is in another year than `year`, {}", year.0),
            );
        }
    }

    fn instrument(
        &mut self,
        place: &Place<'_>,
        iscm: &str,
        record: &Instrument,
        titles: &mut Titles,
    ) {
        let id = self.id(place, NodeType::Instrument, iscm, record);
        self.cite(place, NodeType::Instrument, &id, &record.cite);
        self.web_address(place, "url", record.url.as_ref());
        if titles
            .instruments
            .insert(record.title.clone(), id.clone())
            .is_some()
        {
            self.fault(place, "title", "is another instrument's too");
        }
        for (position, topic) in self.topics(place, &record.topics.0) {
            self.tables.instrument_topic.push(instrument_topic::Model {
                instrument_id: id.clone(),
                position,
                topic_id: topic.clone(),
            });
        }
        let event = record.adopted_at.as_ref();
        let event_id = event.and_then(|name| titles.events.get(name).cloned());
        if event.is_some() && event_id.is_none() {
            self.fault(place, "adopted_at", "is the name of no event here");
        }
        self.tables.instrument.push(instrument::Model {
            id,
            iscm_id: iscm.to_owned(),
            title: record.title.clone(),
            kind: record.kind,
            year: record.year.0,
            event_id,
            summary: record.summary.clone(),
            url: record.url.clone(),
        });
    }

    /// The id of the instrument with a title.
    fn titled(
        &mut self,
        place: &Place<'_>,
        title: Option<&String>,
        titles: &Titles,
    ) -> Option<String> {
        let title = title?;
        let id = titles.instruments.get(title).cloned();
        if id.is_none() {
            let message = format!("{title:?} is the title of no instrument here");
            self.fault(place, "instrument", message);
        }
        id
    }

    fn contribution(
        &mut self,
        place: &Place<'_>,
        iscm: &str,
        record: &Contribution,
        titles: &Titles,
    ) {
        let id = self.id(place, NodeType::Contribution, iscm, record);
        self.cite(place, NodeType::Contribution, &id, &record.cite);
        for (position, title) in (0..).zip(&record.instruments) {
            let instrument = self.titled(place, Some(title), titles);
            self.tables
                .contribution_instrument
                .push(contribution_instrument::Model {
                    contribution_id: id.clone(),
                    position,
                    instrument_id: instrument.unwrap_or_default(),
                });
        }
        self.tables.contribution.push(contribution::Model {
            id,
            iscm_id: iscm.to_owned(),
            level: record.level,
            summary: record.summary.clone(),
        });
    }

    fn partnership(&mut self, place: &Place<'_>, iscm: &str, record: &Partnership) {
        let id = self.id(place, NodeType::Partnership, iscm, record);
        self.cite(place, NodeType::Partnership, &id, &record.cite);
        let partner = record.iscm.as_ref();
        let organization = record.organization.as_ref();
        let named = [
            partner.is_some(),
            organization.is_some(),
            record.category.is_some(),
        ];
        if named.into_iter().filter(|is_named| *is_named).count() != 1 {
            self.fault(
                place,
                "iscm",
                "takes `iscm`, `organization` or `category`, one of them",
            );
        }
        if partner.is_some_and(|slug| !self.dataset.iscms.contains_key(slug)) {
            self.fault(place, "iscm", "is the slug of no ISCM's file");
        }
        if partner.is_some_and(|slug| slug == iscm) {
            self.fault(place, "iscm", "is the ISCM itself");
        }
        let organization_id =
            organization.map(|acronym| self.known_organization(place, "organization", acronym));
        self.tables.partnership.push(partnership::Model {
            id,
            iscm_id: iscm.to_owned(),
            partner_id: partner.cloned(),
            organization_id,
            category: record.category,
            modalities: Modalities(record.modalities.0.clone()),
            summary: record.summary.clone(),
        });
    }

    fn added_value(&mut self, place: &Place<'_>, iscm: &str, record: &AddedValue) {
        let id = self.id(place, NodeType::AddedValue, iscm, record);
        self.cite(place, NodeType::AddedValue, &id, &record.cite);
        for (position, code) in (0..).zip(&record.by.0) {
            let party = self.coded_party(place, "by", code);
            self.tables
                .added_value_party
                .push(added_value_party::Model {
                    added_value_id: id.clone(),
                    position,
                    country_id: party.country_id,
                    organization_id: party.organization_id,
                });
        }
        self.tables.added_value.push(added_value::Model {
            id,
            iscm_id: iscm.to_owned(),
            values: AddedValueKinds(record.values.0.clone()),
            summary: record.summary.clone(),
        });
    }

    fn uptake(&mut self, place: &Place<'_>, iscm: &str, record: &Uptake, titles: &Titles) {
        let id = self.id(place, NodeType::Uptake, iscm, record);
        self.cite(place, NodeType::Uptake, &id, &record.cite);
        let country = self.country(place, Some(&record.country));
        let instrument_id = self.titled(place, record.instrument.as_ref(), titles);
        self.tables.uptake.push(uptake::Model {
            id,
            iscm_id: iscm.to_owned(),
            country_id: country.unwrap_or_default(),
            instrument_id,
            summary: record.summary.clone(),
            year: year(record.year),
        });
    }

    fn commitment(&mut self, place: &Place<'_>, iscm: &str, record: &Commitment, titles: &Titles) {
        let id = self.id(place, NodeType::Commitment, iscm, record);
        self.cite(place, NodeType::Commitment, &id, &record.cite);
        for (position, topic) in self.topics(place, &record.topics.0) {
            self.tables.commitment_topic.push(commitment_topic::Model {
                commitment_id: id.clone(),
                position,
                topic_id: topic.clone(),
            });
        }
        for (number, input) in record.inputs.iter().enumerate() {
            let place = place.record("inputs", number, &input.key);
            let input_id = self.id(&place, NodeType::CommitmentInput, &id, input);
            self.cite(&place, NodeType::CommitmentInput, &input_id, &input.cite);
            let party = self.party(&place, input.country.as_ref(), input.organization.as_ref());
            self.tables.commitment_input.push(commitment_input::Model {
                id: input_id,
                commitment_id: id.clone(),
                country_id: party.country_id,
                organization_id: party.organization_id,
                summary: input.summary.clone(),
                received: input.received.map(|day| day.0),
            });
        }
        let instrument_id = self.titled(place, record.instrument.as_ref(), titles);
        self.tables.commitment.push(commitment::Model {
            id,
            iscm_id: iscm.to_owned(),
            title: record.title.clone(),
            instrument_id,
            year: record.year.0,
            summary: record.summary.clone(),
            due: record.due.map(|day| day.0),
            status: record.status,
        });
    }
}
