//! The global meetings of ISCMs.

use entity::enums::MeetingRole;
use entity::{
    assessment, country, global_meeting, global_meeting_party, meeting_series, organization,
    related_event,
};

use super::fields::{date, flag, id, int, maybe_text, text, texts, word, year};
use super::object::{Object, ObjectOf, object};
use super::out::Out;
use super::party::parties;
use super::related::{PARTIES, all, citations, many, maybe_one, one, told};
use crate::graph::{Reads, Row, reads};

/// What the organizers and hosts of meetings depend on.
const MEETING_PARTIES: Reads = PARTIES.and(reads![global_meeting_party]);

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        series().into(),
        meeting().into(),
        party().into(),
        related_event().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn series() -> ObjectOf<meeting_series::Entity> {
    type E = meeting_series::Entity;
    object("MeetingSeries", "The series that the global meetings of ISCMs form.")
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the series was found."))
        .field(text::<E>("acronym", "The acronym, e.g. `GRCP`.", |row| &row.acronym).named())
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(maybe_text::<E>("formerName", "What it was called before; null when not known.", |row| row.former_name.as_deref()).named().unordered())
        .field(year::<E, _>("since", "The year of the first meeting.", |row| row.since))
        .field(one::<organization::Entity, _>("secretariat", "The organization that is its secretariat."))
        .field(texts::<E>("aims", "What it is for.", |row| &row.aims.0).searched())
        .field(text::<E>("participants", "Who takes part.", |row| &row.participants).prose())
        .field(maybe_text::<E>("frequency", "How often it meets; null when not known.", |row| row.frequency.as_deref()).prose())
        .field(many::<global_meeting::Entity, _>("meetings", "meeting", "Its meetings, by number.").at_most(20))
        .field(many::<related_event::Entity, _>("relatedEvents", "relatedEvent", "Events beside its meetings, by date.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn meeting() -> ObjectOf<global_meeting::Entity> {
    type E = global_meeting::Entity;
    object("GlobalMeeting", "A Global Meeting of ISCMs, where chairs and secretariats of the world's ISCMs meet.")
        .listed(|| all("globalMeetings", "The Global Meetings of ISCMs, by number.").at_most(30))
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the meeting was found."))
        .field(one::<meeting_series::Entity, _>("series", "The series."))
        .field(int::<E, _>("number", "The number in the series, from 1.", |row| row.number))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(year::<E, _>("year", "The year it was held.", |row| row.year))
        .field(date::<E>("start", "The first day; null when not known.", |row| row.start_date))
        .field(date::<E>("end", "The last day; null when not known.", |row| row.end_date))
        .field(maybe_text::<E>("theme", "What it was about; null when not known.", |row| row.theme.as_deref()).prose())
        .field(text::<E>("summary", "What happened.", |row| &row.summary).prose())
        .field(maybe_text::<E>("outcomes", "What came of it; null when not known.", |row| row.outcomes.as_deref()).prose())
        .field(many::<global_meeting_party::Entity, _>("parties", "party", "Its organizers and hosts.").at_most(10).only_asked())
        .field(told::<E, _>("organizers", "Who organized it.", "[Party!]!", (), |row, ()| Ok(in_role(row, MeetingRole::Organizer))).fact(true).reading(MEETING_PARTIES).at_most(10))
        .field(told::<E, _>("hosts", "Who hosted it.", "[Party!]!", (), |row, ()| Ok(in_role(row, MeetingRole::Host))).fact(true).reading(MEETING_PARTIES).at_most(10))
        .field(maybe_text::<E>("participants", "Who took part; null when not known.", |row| row.participants.as_deref()).prose())
        .field(maybe_text::<E>("city", "The city; null when not known or held online.", |row| row.city.as_deref()).searched())
        .field(maybe_one::<country::Entity, _>("country", "The country it was held in; null when not known or held online."))
        .field(flag::<E>("online", "Whether it was held online.", |row| row.online))
        .field(many::<assessment::Entity, _>("assessments", "assessment", "The assessments of ISCMs that were presented at it.").at_most(5))
}

#[rustfmt::skip] // a table: a line for each field
fn party() -> ObjectOf<global_meeting_party::Entity> {
    type E = global_meeting_party::Entity;
    object("GlobalMeetingParty", "A part in the holding of a global meeting.")
        .field(word::<E, _>("role", "Whether it organized or hosted the meeting.", |row| row.role).only_asked())
        .field(maybe_one::<country::Entity, _>("country", "The country.").only_asked())
        .field(maybe_one::<organization::Entity, _>("organization", "The organization.").only_asked())
}

#[rustfmt::skip] // a table: a line for each field
fn related_event() -> ObjectOf<related_event::Entity> {
    type E = related_event::Entity;
    object("RelatedEvent", "An event beside the global meetings of ISCMs, e.g. a webinar for their secretariats.")
        .field(id("The id. Opaque."))
        .field(citations("Where the event was found."))
        .field(one::<meeting_series::Entity, _>("series", "The series of meetings it belongs to."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(year::<E, _>("year", "The year it was held.", |row| row.year))
        .field(date::<E>("start", "The first day; null when not known.", |row| row.start_date))
        .field(text::<E>("summary", "What happened.", |row| &row.summary).prose())
        .field(maybe_text::<E>("participants", "Who took part; null when not known.", |row| row.participants.as_deref()).prose())
        .field(maybe_text::<E>("city", "The city; null when not known or held online.", |row| row.city.as_deref()).searched())
        .field(maybe_one::<country::Entity, _>("country", "The country it was held in; null when not known or held online."))
        .field(flag::<E>("online", "Whether it was held online.", |row| row.online))
}

/// The parties with a role in a meeting.
fn in_role(meeting: Row<'_, global_meeting::Entity>, role: MeetingRole) -> Out<'_> {
    let parts = meeting.many::<global_meeting_party::Entity>();
    parties(parts.filter(|row| row.role == role).iter())
}
