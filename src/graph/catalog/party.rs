//! Who takes part, what facts are about and where they are from: countries, organizations, topics,
//! sources.

use entity::{
    added_value, added_value_party, assessment, chairmanship, citation, commitment,
    commitment_input, commitment_topic, country, event, finding, finding_topic, funding,
    funding_contributor, global_meeting, instrument, instrument_topic, iscm, meeting_series,
    membership, objective, objective_topic, organization, partnership, recommendation,
    recommendation_topic, related_event, source, structure, structure_supporter, theme,
    theme_topic, topic, uptake,
};

use super::Type;
use super::describe::Describe;
use super::field::Natural;
use crate::country::country as info;

static COUNTRY: Natural = Natural {
    scalar: "CountryCode",
    what: "the ISO 3166-1 alpha-2 code of a country",
    find: |view, key| {
        let row = view.find::<country::Entity>(&key.to_uppercase());
        row.map(|row| row.place())
    },
};

static ORGANIZATION: Natural = Natural {
    scalar: "String",
    what: "the acronym of an organization",
    find: |view, key| {
        let row = view.find::<organization::Entity>(&key.to_uppercase());
        row.map(|row| row.place())
    },
};

static TOPIC: Natural = Natural {
    scalar: "String",
    what: "the slug of a topic",
    find: |view, key| view.find::<topic::Entity>(key).map(|row| row.place()),
};

/// The types.
pub(super) fn types() -> Vec<Type> {
    vec![country(), organization(), topic(), source()]
}

fn country() -> Type {
    Describe::<country::Entity>::record("Country")
        .key("code", "The ISO 3166-1 alpha-2 code.", &COUNTRY, |row| {
            &row.model().id
        })
        .maybe_text("code3", "The ISO 3166-1 alpha-3 code.", |row| {
            Some(&info(&row.id)?.code3)
        })
        .name("name", "The common name.", |row, language| {
            info(&row.model().id).map_or(&row.model().id, |info| info.name(language))
        })
        .label()
        .maybe_text("region", "The region of the UN M49 standard.", |row| {
            info(&row.id)?
                .region
                .as_ref()
                .map(|(region, _)| region.as_str())
        })
        .facet()
        .maybe_text(
            "subregion",
            "The subregion of the UN M49 standard.",
            |row| {
                info(&row.id)?
                    .region
                    .as_ref()
                    .map(|(_, subregion)| subregion.as_str())
            },
        )
        .facet()
        .many::<membership::Entity>("memberships", "membership", "Its parts in ISCMs.", |row| {
            row.many()
        })
        .many(
            "iscms",
            "iscm",
            "The ISCMs it has or had a part in.",
            |row| row.through::<membership::Entity, iscm::Entity>(),
        )
        .facet()
        .many::<event::Entity>("events", "event", "The events held in it.", |row| {
            row.many()
        })
        .many::<chairmanship::Entity>(
            "chairmanships",
            "chairmanship",
            "Its terms as chair.",
            |row| row.many(),
        )
        .many::<uptake::Entity>("uptakes", "uptake", "Its national measures.", |row| {
            row.many()
        })
        .many(
            "addedValue",
            "addedValue",
            "Its statements on added value.",
            |row| row.through::<added_value_party::Entity, added_value::Entity>(),
        )
        .many::<commitment_input::Entity>(
            "commitmentInputs",
            "commitmentInput",
            "Its reports on commitments.",
            |row| row.many(),
        )
        .many(
            "fundingSources",
            "fundingSource",
            "The funding it contributes to.",
            |row| row.through::<funding_contributor::Entity, funding::Entity>(),
        )
        .many::<global_meeting::Entity>(
            "globalMeetings",
            "globalMeeting",
            "The global meetings held in it.",
            |row| row.many(),
        )
        .many::<related_event::Entity>(
            "relatedEvents",
            "relatedEvent",
            "The related events held in it.",
            |row| row.many(),
        )
        .done()
}

fn organization() -> Type {
    Describe::<organization::Entity>::record("Organization")
        .key("acronym", "The acronym.", &ORGANIZATION, |row| {
            &row.model().id
        })
        .text("name", "The full name.", |row| &row.model().name)
        .label()
        .word("kind", "What kind of organization it is.", |row| row.kind)
        .many::<membership::Entity>("memberships", "membership", "Its parts in ISCMs.", |row| {
            row.many()
        })
        .many(
            "iscms",
            "iscm",
            "The ISCMs it has or had a part in.",
            |row| row.through::<membership::Entity, iscm::Entity>(),
        )
        .facet()
        .many::<partnership::Entity>(
            "partnerships",
            "partnership",
            "Its work with ISCMs.",
            |row| row.many(),
        )
        .many::<chairmanship::Entity>(
            "chairmanships",
            "chairmanship",
            "Its terms as chair.",
            |row| row.many(),
        )
        .many(
            "supportedStructures",
            "supportedStructure",
            "The structures it supports.",
            |row| row.through::<structure_supporter::Entity, structure::Entity>(),
        )
        .many(
            "addedValue",
            "addedValue",
            "Its statements on added value.",
            |row| row.through::<added_value_party::Entity, added_value::Entity>(),
        )
        .many::<commitment_input::Entity>(
            "commitmentInputs",
            "commitmentInput",
            "Its reports on commitments.",
            |row| row.many(),
        )
        .many(
            "fundingSources",
            "fundingSource",
            "The funding it contributes to.",
            |row| row.through::<funding_contributor::Entity, funding::Entity>(),
        )
        .many::<meeting_series::Entity>(
            "meetingSeries",
            "meetingSeries",
            "The series of meetings it is the secretariat of.",
            |row| row.many(),
        )
        .many::<assessment::Entity>(
            "assessments",
            "assessment",
            "The assessments it made.",
            |row| row.many(),
        )
        .done()
}

fn topic() -> Type {
    Describe::<topic::Entity>::record("Topic")
        .key("slug", "The key in the vocabulary.", &TOPIC, |row| {
            &row.model().id
        })
        .text("label", "The label in English.", |row| &row.model().label)
        .label()
        .many("iscms", "iscm", "The ISCMs with a theme on it.", |row| {
            row.iscms()
        })
        .facet()
        .many("themes", "theme", "The themes on it.", |row| {
            row.through::<theme_topic::Entity, theme::Entity>()
        })
        .many(
            "instruments",
            "instrument",
            "The instruments on it.",
            |row| row.through::<instrument_topic::Entity, instrument::Entity>(),
        )
        .many(
            "commitments",
            "commitment",
            "The commitments on it.",
            |row| row.through::<commitment_topic::Entity, commitment::Entity>(),
        )
        .many(
            "objectives",
            "objective",
            "The objectives it meets.",
            |row| row.through::<objective_topic::Entity, objective::Entity>(),
        )
        .facet()
        .many("findings", "finding", "The findings on it.", |row| {
            row.through::<finding_topic::Entity, finding::Entity>()
        })
        .many(
            "recommendations",
            "recommendation",
            "The recommendations on it.",
            |row| row.through::<recommendation_topic::Entity, recommendation::Entity>(),
        )
        .done()
}

fn source() -> Type {
    Describe::<source::Entity>::record("Source")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .text("publisher", "Who published it.", |row| {
            &row.model().publisher
        })
        .facet()
        .maybe_year("year", "The year it was published.", |row| row.year)
        .maybe_text("url", "Where it is on the web.", |row| {
            row.model().url.as_deref()
        })
        .prose()
        .word("kind", "What kind of source it is.", |row| row.kind)
        .many::<citation::Entity>("citedBy", "citedBy", "The citations of it.", |row| {
            row.many()
        })
        .done()
}
