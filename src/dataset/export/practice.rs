//! An ISCM's rows as its file: what it does.

use entity::tables::NodeType;
use entity::{
    activity, added_value, commitment, commitment_input, contribution, event, instrument,
    partnership, uptake,
};

use super::{Rows, day, key_of, keyed, year};
use crate::dataset::read::{NonEmpty, Year};
use crate::dataset::records::{
    Activity, AddedValue, Commitment, Contribution, Event, Input, Instrument, Partnership, Uptake,
};

impl Rows<'_> {
    pub(super) fn instrument(&self, row: &instrument::Model) -> Instrument {
        let topics = &self.groups.instrument_topic;
        let record = Instrument {
            key: None,
            title: row.title.clone(),
            kind: row.kind,
            year: Year(row.year),
            topics: NonEmpty(topics.map(&row.id, |row| row.topic_id.clone())),
            adopted_at: row
                .event_id
                .as_ref()
                .map(|id| self.title(NodeType::Event, id)),
            summary: row.summary.clone(),
            url: row.url.clone(),
            cite: self.cite::<instrument::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    pub(super) fn event(&self, row: &event::Model) -> Event {
        let record = Event {
            key: None,
            name: row.name.clone(),
            kind: row.kind,
            year: Year(row.year),
            start: day(row.start_date),
            end: day(row.end_date),
            city: row.city.clone(),
            country: row.country_id.clone(),
            theme: row.theme.clone(),
            cite: self.cite::<event::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    pub(super) fn contribution(&self, row: &contribution::Model) -> Contribution {
        let instruments = &self.groups.contribution_instrument;
        Contribution {
            key: key_of(&row.id),
            level: row.level,
            summary: row.summary.clone(),
            instruments: instruments.map(&row.id, |row| {
                self.title(NodeType::Instrument, &row.instrument_id)
            }),
            cite: self.cite::<contribution::Entity>(row),
        }
    }

    pub(super) fn partnership(&self, row: &partnership::Model) -> Partnership {
        Partnership {
            key: key_of(&row.id),
            iscm: row.partner_id.clone(),
            organization: row.organization_id.clone(),
            category: row.category,
            modalities: NonEmpty(row.modalities.0.clone()),
            summary: row.summary.clone(),
            cite: self.cite::<partnership::Entity>(row),
        }
    }

    pub(super) fn added_value(&self, row: &added_value::Model) -> AddedValue {
        let by = self.groups.added_value_party.map(&row.id, |row| {
            self.code(row.country_id.as_ref(), row.organization_id.as_ref())
        });
        AddedValue {
            key: key_of(&row.id),
            by: NonEmpty(by),
            values: NonEmpty(row.values.0.clone()),
            summary: row.summary.clone(),
            cite: self.cite::<added_value::Entity>(row),
        }
    }

    pub(super) fn uptake(&self, row: &uptake::Model) -> Uptake {
        Uptake {
            key: key_of(&row.id),
            country: row.country_id.clone(),
            instrument: row
                .instrument_id
                .as_ref()
                .map(|id| self.title(NodeType::Instrument, id)),
            summary: row.summary.clone(),
            year: year(row.year),
            cite: self.cite::<uptake::Entity>(row),
        }
    }

    pub(super) fn activity(&self, row: &activity::Model) -> Activity {
        Activity {
            key: key_of(&row.id),
            kind: row.kind,
            summary: row.summary.clone(),
            year: year(row.year),
            cite: self.cite::<activity::Entity>(row),
        }
    }

    pub(super) fn commitment(&self, row: &commitment::Model) -> Commitment {
        let topics = &self.groups.commitment_topic;
        let record = Commitment {
            key: None,
            title: row.title.clone(),
            instrument: row
                .instrument_id
                .as_ref()
                .map(|id| self.title(NodeType::Instrument, id)),
            year: Year(row.year),
            topics: NonEmpty(topics.map(&row.id, |row| row.topic_id.clone())),
            summary: row.summary.clone(),
            due: day(row.due),
            status: row.status,
            cite: self.cite::<commitment::Entity>(row),
            inputs: self
                .groups
                .commitment_input
                .map(&row.id, |row| self.input(row)),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    fn input(&self, row: &commitment_input::Model) -> Input {
        Input {
            key: key_of(&row.id),
            country: row.country_id.clone(),
            organization: row.organization_id.clone(),
            summary: row.summary.clone(),
            received: day(row.received),
            cite: self.cite::<commitment_input::Entity>(row),
        }
    }
}
