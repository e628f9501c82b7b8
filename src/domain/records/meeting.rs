//! The series of global meetings, and events beside them.

use entity::enums::MeetingRole;

use super::listed::{Organization, Source};
use crate::domain::build::Here;
use crate::domain::column::{Acronym, Cite, Column, CountryCode, OptionalKey, PARTIES, PartyCode};
use crate::domain::record::{Recorded, Rules};
use crate::domain::rows::Rows;
use crate::domain::shape::Taken;
use crate::domain::statement::{aggregates, records};
use crate::domain::value::{Day, Flag, NonEmpty, Year, texts};

aggregates! {
    /// The series of global meetings.
    GlobalMeetings {
        series: Series;
        meetings: [Meeting],
        related_events: [RelatedEvent],
        organizations: [Organization],
        sources: [Source]
    }
}

records! {
    /// `[series]`.
    Series of meeting_series() {
        name: String => name,
        acronym: String => acronym,
        former_name: Option<String> => former_name,
        since: Year => since,
        frequency: Option<String> => frequency,
        secretariat: Acronym => secretariat_id,
        aims: NonEmpty<String> => aims,
        participants: String => participants,
        @cite: Cite
    }
    /// `[[meetings]]`.
    Meeting of global_meeting(series_id = series_id) {
        number: u16 => number,
        name: String => name,
        year: Year => year,
        start: Option<Day> => start_date,
        end: Option<Day> => end_date,
        city: Option<String> => city,
        country: Option<CountryCode> => country_id,
        online: Flag => online,
        theme: Option<String> => theme,
        organizers: Vec<Organizer>
            => [global_meeting_party: global_meeting_id, role, country_id, organization_id],
        hosts: Vec<Host>
            => [global_meeting_party: global_meeting_id, role, country_id, organization_id],
        participants: Option<String> => participants,
        summary: String => summary,
        outcomes: Option<String> => outcomes,
        @cite: Cite
    }
    /// `[[related_events]]`.
    RelatedEvent of related_event(series_id = series_id) {
        @key: OptionalKey,
        name: String => name,
        year: Year => year,
        start: Option<Day> => start_date,
        city: Option<String> => city,
        country: Option<CountryCode> => country_id,
        online: Flag => online,
        participants: Option<String> => participants,
        summary: String => summary,
        @cite: Cite
    }
}

trait OfSeries: Recorded {
    /// The id of the one series, which comes first.
    fn series_id(&self, here: &Here<'_, '_>) -> String {
        let series = here.builder.tables.meeting_series.first();
        series.map_or_else(String::new, |series| series.id.clone())
    }
}

impl OfSeries for Meeting {}
impl OfSeries for RelatedEvent {}

impl Rules for Series {
    const KEYED_BY: &'static str = "acronym";

    fn name(&self) -> String {
        self.acronym.clone()
    }
}

impl Rules for Meeting {
    const KEYED_BY: &'static str = "number";

    fn name(&self) -> String {
        self.name.clone()
    }

    fn follows(&self, _number: usize) -> String {
        self.number.to_string()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.days(self.year, self.start, self.end);
    }

    fn check_after(&self, here: &mut Here<'_, '_>) {
        if !here.name(&self.name) {
            here.fault("name", "is another meeting's too");
        }
    }
}

impl Rules for RelatedEvent {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.days(self.year, self.start, None);
    }
}

texts! {
    /// The code of a party that organized a meeting.
    Organizer: Taken::Reference(PARTIES);
    /// The code of a party that hosted a meeting.
    Host: Taken::Reference(PARTIES);
}

/// Parties that had a part in a meeting.
macro_rules! in_role {
    ($($name:ident)*) => {$(
        impl Column for $name {
            type Stored = (MeetingRole, Option<String>, Option<String>);

            fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> Self::Stored {
                let (country_id, organization_id) = PartyCode(self.0.clone()).stored(key, here);
                (MeetingRole::$name, country_id, organization_id)
            }

            fn value((_, country, organization): &Self::Stored, rows: &Rows<'_>) -> Self {
                Self(PartyCode::value(&(country.clone(), organization.clone()), rows).0)
            }

            fn is_of_list((role, ..): &Self::Stored) -> bool {
                *role == MeetingRole::$name
            }
        }
    )*};
}

in_role!(Organizer Host);
