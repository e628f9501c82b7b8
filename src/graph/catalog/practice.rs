//! What ISCMs do: their library, events, commitments, contributions, partnerships.

use entity::{
    activity, added_value, added_value_party, commitment, commitment_input, commitment_topic,
    contribution, contribution_instrument, country, event, instrument, instrument_topic, iscm,
    organization, partnership, topic, uptake,
};

use super::Type;
use super::describe::Describe;

/// The types.
pub(super) fn types() -> Vec<Type> {
    vec![
        instrument(),
        event(),
        commitment(),
        input(),
        contribution(),
        partnership(),
        added_value(),
        uptake(),
        activity(),
    ]
}

fn instrument() -> Type {
    Describe::<instrument::Entity>::fact("Instrument")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .word("kind", "What kind of document it is.", |row| row.kind)
        .year("year", "The year it was adopted or published.", |row| {
            row.year
        })
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<instrument_topic::Entity, topic::Entity>()
        })
        .facet()
        .maybe_one::<event::Entity>("adoptedAt", "The event it was adopted at.")
        .maybe_text("summary", "What it says.", |row| {
            row.model().summary.as_deref()
        })
        .prose()
        .maybe_text("url", "Where it is on the web.", |row| {
            row.model().url.as_deref()
        })
        .prose()
        .many::<uptake::Entity>(
            "uptakes",
            "uptake",
            "The national measures built on it.",
            |row| row.many(),
        )
        .many::<commitment::Entity>(
            "commitments",
            "commitment",
            "The commitments made in it.",
            |row| row.many(),
        )
        .many(
            "citedBy",
            "citedBy",
            "The contributions that name it.",
            |row| row.through::<contribution_instrument::Entity, contribution::Entity>(),
        )
        .done()
}

fn event() -> Type {
    Describe::<event::Entity>::fact("Event")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .word("kind", "What kind of event it is.", |row| row.kind)
        .year("year", "The year it was held.", |row| row.year)
        .maybe_date("start", "The first day.", |row| row.start_date)
        .maybe_date("end", "The last day.", |row| row.end_date)
        .maybe_text("city", "The city.", |row| row.model().city.as_deref())
        .facet()
        .maybe_one::<country::Entity>("country", "The country it was held in.")
        .maybe_text("theme", "What it was about.", |row| {
            row.model().theme.as_deref()
        })
        .prose()
        .many::<instrument::Entity>(
            "instruments",
            "instrument",
            "The instruments adopted at it.",
            |row| row.many(),
        )
        .done()
}

fn commitment() -> Type {
    Describe::<commitment::Entity>::fact("Commitment")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .maybe_one::<instrument::Entity>("instrument", "The instrument it is made in.")
        .year("year", "The year it was made.", |row| row.year)
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<commitment_topic::Entity, topic::Entity>()
        })
        .facet()
        .text("summary", "What members are to do.", |row| {
            &row.model().summary
        })
        .prose()
        .maybe_date("due", "The day it is due.", |row| row.due)
        .maybe_word("status", "How far it is.", |row| row.status)
        .many::<commitment_input::Entity>("inputs", "input", "The reports on it.", |row| row.many())
        .done()
}

fn input() -> Type {
    Describe::<commitment_input::Entity>::fact("CommitmentInput")
        .one::<commitment::Entity>("commitment", "The commitment.")
        .maybe_one::<country::Entity>("country", "The country.")
        .maybe_one::<organization::Entity>("organization", "The organization.")
        .text("summary", "What was done.", |row| &row.model().summary)
        .prose()
        .label()
        .maybe_date("received", "The day it was received.", |row| row.received)
        .done()
}

fn contribution() -> Type {
    Describe::<contribution::Entity>::fact("Contribution")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .word("level", "The level of governance.", |row| row.level)
        .text("summary", "What it brought about.", |row| {
            &row.model().summary
        })
        .prose()
        .label()
        .many(
            "instruments",
            "instrument",
            "The instruments it was made with.",
            |row| row.through::<contribution_instrument::Entity, instrument::Entity>(),
        )
        .done()
}

fn partnership() -> Type {
    Describe::<partnership::Entity>::fact("Partnership")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .one_by::<iscm::Entity>(
            "partnerIscm",
            "The partner, where it is an ISCM.",
            partnership::Column::PartnerId,
        )
        .maybe_one::<organization::Entity>(
            "partnerOrganization",
            "The partner, where it is an organization.",
        )
        .maybe_word("category", "The category of partners.", |row| row.category)
        .words("modalities", "The forms the work takes.", |row| {
            &row.model().modalities.0
        })
        .text("summary", "What they do together.", |row| {
            &row.model().summary
        })
        .prose()
        .label()
        .done()
}

fn added_value() -> Type {
    Describe::<added_value::Entity>::fact("AddedValue")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .many(
            "countries",
            "country",
            "The countries that say so.",
            |row| row.through::<added_value_party::Entity, country::Entity>(),
        )
        .facet()
        .many(
            "organizations",
            "organization",
            "The organizations that say so.",
            |row| row.through::<added_value_party::Entity, organization::Entity>(),
        )
        .facet()
        .words("values", "The kinds of value.", |row| &row.model().values.0)
        .text("summary", "What they said.", |row| &row.model().summary)
        .prose()
        .label()
        .done()
}

fn uptake() -> Type {
    Describe::<uptake::Entity>::fact("Uptake")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .one::<country::Entity>("country", "The country.")
        .maybe_one::<instrument::Entity>("instrument", "The instrument it is built on.")
        .text("summary", "What the country did.", |row| {
            &row.model().summary
        })
        .prose()
        .label()
        .maybe_year("year", "The year.", |row| row.year)
        .done()
}

fn activity() -> Type {
    Describe::<activity::Entity>::fact("Activity")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .word("kind", "What kind of activity it is.", |row| row.kind)
        .text("summary", "What was done.", |row| &row.model().summary)
        .prose()
        .label()
        .maybe_year("year", "The year.", |row| row.year)
        .done()
}
