//! The global frameworks and the global meetings of ISCMs.

use entity::{
    assessment, country, framework, global_meeting, global_meeting_party, iscm, meeting_series,
    objective, objective_topic, organization, related_event, topic,
};

use super::Type;
use super::describe::Describe;

/// The types.
pub(super) fn types() -> Vec<Type> {
    vec![
        framework(),
        objective(),
        series(),
        meeting(),
        party(),
        related_event(),
    ]
}

fn framework() -> Type {
    Describe::<framework::Entity>::fact("Framework")
        .text("slug", "The key in the data set.", |row| &row.model().id)
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .year("adopted", "The year it was adopted.", |row| row.adopted)
        .text("summary", "What it is.", |row| &row.model().summary)
        .prose()
        .many::<objective::Entity>("objectives", "objective", "Its objectives.", |row| {
            row.many()
        })
        .done()
}

fn objective() -> Type {
    Describe::<objective::Entity>::fact("Objective")
        .one::<framework::Entity>("framework", "The framework.")
        .text("code", "The code.", |row| &row.model().code)
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<objective_topic::Entity, topic::Entity>()
        })
        .facet()
        .many::<iscm::Entity>("iscms", "iscm", "The ISCMs that work on it.", |row| {
            row.iscms()
        })
        .facet()
        .done()
}

fn series() -> Type {
    Describe::<meeting_series::Entity>::fact("MeetingSeries")
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .text("acronym", "The acronym.", |row| &row.model().acronym)
        .maybe_text("formerName", "What it was called before.", |row| {
            row.model().former_name.as_deref()
        })
        .prose()
        .year("since", "The year of the first meeting.", |row| row.since)
        .maybe_text("frequency", "How often it meets.", |row| {
            row.model().frequency.as_deref()
        })
        .prose()
        .one::<organization::Entity>("secretariat", "The secretariat.")
        .texts("aims", "What it is for.", |row| &row.model().aims.0)
        .text("participants", "Who takes part.", |row| {
            &row.model().participants
        })
        .prose()
        .many::<global_meeting::Entity>("meetings", "meeting", "Its meetings.", |row| row.many())
        .many::<related_event::Entity>(
            "relatedEvents",
            "relatedEvent",
            "The events beside its meetings.",
            |row| row.many(),
        )
        .done()
}

fn meeting() -> Type {
    Describe::<global_meeting::Entity>::fact("GlobalMeeting")
        .one::<meeting_series::Entity>("series", "The series.")
        .number("number", "The number in the series.", |row| row.number)
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .year("year", "The year it was held.", |row| row.year)
        .maybe_date("start", "The first day.", |row| row.start_date)
        .maybe_date("end", "The last day.", |row| row.end_date)
        .maybe_text("city", "The city.", |row| row.model().city.as_deref())
        .maybe_one::<country::Entity>("country", "The country it was held in.")
        .flag("online", "Whether it was held online.", |row| row.online)
        .maybe_text("theme", "What it was about.", |row| {
            row.model().theme.as_deref()
        })
        .prose()
        .many::<global_meeting_party::Entity>(
            "parties",
            "party",
            "Its organizers and hosts.",
            |row| row.many(),
        )
        .maybe_text("participants", "Who took part.", |row| {
            row.model().participants.as_deref()
        })
        .prose()
        .text("summary", "What happened.", |row| &row.model().summary)
        .prose()
        .maybe_text("outcomes", "What came of it.", |row| {
            row.model().outcomes.as_deref()
        })
        .prose()
        .many::<assessment::Entity>(
            "assessments",
            "assessment",
            "The assessments presented at it.",
            |row| row.many(),
        )
        .done()
}

fn party() -> Type {
    Describe::<global_meeting_party::Entity>::new("GlobalMeetingParty")
        .word(
            "role",
            "Whether it organized or hosted the meeting.",
            |row| row.role,
        )
        .maybe_one::<country::Entity>("country", "The country.")
        .maybe_one::<organization::Entity>("organization", "The organization.")
        .done()
}

fn related_event() -> Type {
    Describe::<related_event::Entity>::fact("RelatedEvent")
        .one::<meeting_series::Entity>("series", "The series.")
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .year("year", "The year it was held.", |row| row.year)
        .maybe_date("start", "The first day.", |row| row.start_date)
        .maybe_text("city", "The city.", |row| row.model().city.as_deref())
        .maybe_one::<country::Entity>("country", "The country it was held in.")
        .flag("online", "Whether it was held online.", |row| row.online)
        .maybe_text("participants", "Who took part.", |row| {
            row.model().participants.as_deref()
        })
        .prose()
        .text("summary", "What happened.", |row| &row.model().summary)
        .prose()
        .done()
}
