//! Events of ISCMs, and the instruments that they adopt.

use entity::enums::{EventKind, EventStatus, InstrumentKind};
use entity::tables::NodeType;

use crate::domain::build::Here;
use crate::domain::column::{Cite, CountryCode, OptionalKey, PartyCode, Topic, siblings};
use crate::domain::record::Rules;
use crate::domain::shape::Taken;
use crate::domain::statement::records;
use crate::domain::value::{Count, Day, NonEmpty, Word, Year, texts};

records! {
    /// `[[instruments]]`.
    Instrument of instrument(iscm_id = owner) {
        @key: OptionalKey,
        title: String => title,
        kind: Word<InstrumentKind> => kind,
        year: Year => year,
        topics: NonEmpty<Topic> => [instrument_topic: instrument_id, topic_id],
        adopted_at: Option<EventName> => event_id,
        summary: Option<String> => summary,
        url: Option<String> => url,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        endorsed_by: Vec<PartyCode>
            => [instrument_endorser: instrument_id, country_id, organization_id],
        @cite: Cite
    }
    /// `[[events]]`.
    Event of event(iscm_id = owner) {
        @key: OptionalKey,
        name: String => name,
        kind: Word<EventKind> => kind,
        year: Year => year,
        start: Option<Day> => start_date,
        end: Option<Day> => end_date,
        city: Option<String> => city,
        country: Option<CountryCode> => country_id,
        theme: Option<String> => theme,
        status: Option<Word<EventStatus>> => status,
        participants: Option<Count> => participants,
        attended_by: Vec<PartyCode> => [event_attendee: event_id, country_id, organization_id],
        @cite: Cite
    }
}

texts! {
    /// The title of an instrument of the same ISCM.
    InstrumentTitle: Taken::Reference(&[NodeType::Instrument]);
    /// The name of an event of the same ISCM.
    EventName: Taken::Reference(&[NodeType::Event]);
}

siblings! {
    InstrumentTitle of instrument by title: "is the title of no instrument here";
    EventName of event by name: "is the name of no event here";
}

impl Rules for Instrument {
    fn name(&self) -> String {
        self.title.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.web_address("url", self.url.as_deref());
        here.period(self.from, self.to);
        if !here.name(&self.title) {
            here.fault("title", "is another instrument's too");
        }
    }
}

impl Rules for Event {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.days(self.year, self.start, self.end);
        if self.status == Some(Word(EventStatus::Held)) {
            let first = self.start.or(self.end).map(|day| day.0);
            here.not_ahead("status", self.year, first, "HELD");
        }
        if !here.name(&self.name) {
            here.fault("name", "is another event's too");
        }
    }
}
