//! The global meetings of ISCMs.

use async_graphql::{ID, Object};
use entity::enums::MeetingRole;
use entity::{global_meeting, global_meeting_party, meeting_series, related_event};

use super::assessment::Assessment;
use super::party::{Country, Organization, Party};
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;

/// A series of meetings.
pub(in crate::graphql) struct MeetingSeries<'a>(
    pub(in crate::graphql) Row<'a, meeting_series::Entity>,
);

lists! {
    MeetingSeriesLists<'a> over Row<'a, meeting_series::Entity> {
        connections {
        }
        lists {
            /// Its meetings, by number.
            meetings: GlobalMeeting = |series| series.many();
            /// Events beside its meetings, by date.
            related_events: RelatedEvent = |series| series.many();
        }
    }
}

/// The series that the global meetings of ISCMs form.
#[Object]
impl<'a> MeetingSeries<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The acronym, e.g. `GRCP`.
    async fn acronym(&self) -> &str {
        &self.0.acronym
    }

    /// What it was called before; null when not known.
    async fn former_name(&self) -> Option<&str> {
        self.0.former_name.as_deref()
    }

    /// The year of the first meeting.
    async fn since(&self) -> i32 {
        self.0.since
    }

    /// How often it meets; null when not known.
    async fn frequency(&self) -> Option<&str> {
        self.0.frequency.as_deref()
    }

    /// The organization that is its secretariat.
    async fn secretariat(&self) -> Organization<'a> {
        Organization(self.0.parent())
    }

    /// What it is for.
    async fn aims(&self) -> &[String] {
        &self.0.aims.0
    }

    /// Who takes part.
    async fn participants(&self) -> &str {
        &self.0.participants
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> MeetingSeriesLists<'a> {
        MeetingSeriesLists(self.0)
    }

    /// Where the series was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A global meeting.
pub(in crate::graphql) struct GlobalMeeting<'a>(
    pub(in crate::graphql) Row<'a, global_meeting::Entity>,
);

lists! {
    GlobalMeetingLists<'a> over Row<'a, global_meeting::Entity> {
        connections {
        }
        lists {
            /// The assessments of ISCMs that were presented at it.
            assessments: Assessment = |meeting| meeting.many();
        }
    }
}

/// A Global Meeting of ISCMs, where chairs and secretariats of the world's ISCMs meet.
#[Object]
impl<'a> GlobalMeeting<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The series.
    async fn series(&self) -> MeetingSeries<'a> {
        MeetingSeries(self.0.parent())
    }

    /// The number in the series, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The year it was held.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The first day; null when not known.
    async fn start(&self) -> Option<Date> {
        self.0.start_date.map(Date)
    }

    /// The last day; null when not known.
    async fn end(&self) -> Option<Date> {
        self.0.end_date.map(Date)
    }

    /// The city; null when not known or held online.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// The country it was held in; null when not known or held online.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// Whether it was held online.
    async fn online(&self) -> bool {
        self.0.online
    }

    /// What it was about; null when not known.
    async fn theme(&self) -> Option<&str> {
        self.0.theme.as_deref()
    }

    /// Who organized it.
    async fn organizers(&self) -> Vec<Party<'a>> {
        self.parties(MeetingRole::Organizer)
    }

    /// Who hosted it.
    async fn hosts(&self) -> Vec<Party<'a>> {
        self.parties(MeetingRole::Host)
    }

    /// Who took part; null when not known.
    async fn participants(&self) -> Option<&str> {
        self.0.participants.as_deref()
    }

    /// What happened.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// What came of it; null when not known.
    async fn outcomes(&self) -> Option<&str> {
        self.0.outcomes.as_deref()
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> GlobalMeetingLists<'a> {
        GlobalMeetingLists(self.0)
    }

    /// Where the meeting was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

impl<'a> GlobalMeeting<'a> {
    fn parties(&self, role: MeetingRole) -> Vec<Party<'a>> {
        let parties = self.0.many::<global_meeting_party::Entity>();
        let in_role = parties.iter().filter(|row| row.role == role);
        in_role.filter_map(|row| Party::of(&row)).collect()
    }
}

/// A related event.
pub(in crate::graphql) struct RelatedEvent<'a>(
    pub(in crate::graphql) Row<'a, related_event::Entity>,
);

/// An event beside the global meetings of ISCMs, e.g. a webinar for their secretariats.
#[Object]
impl<'a> RelatedEvent<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The series of meetings it belongs to.
    async fn series(&self) -> MeetingSeries<'a> {
        MeetingSeries(self.0.parent())
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The year it was held.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The first day; null when not known.
    async fn start(&self) -> Option<Date> {
        self.0.start_date.map(Date)
    }

    /// The city; null when not known or held online.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// The country it was held in; null when not known or held online.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// Whether it was held online.
    async fn online(&self) -> bool {
        self.0.online
    }

    /// Who took part; null when not known.
    async fn participants(&self) -> Option<&str> {
        self.0.participants.as_deref()
    }

    /// What happened.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Where the event was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
