//! Parties: countries and organizations, and the parts that they have in ISCMs, as members and as chairs.

use std::sync::Arc;

use entity::enums::{MembershipRole, MembershipStatus};
use entity::tables::{Dated as _, NodeType, Table};
use entity::{
    added_value, added_value_party, assessment, chairmanship, commitment, commitment_input,
    country, event, event_attendee, funding, funding_contributor, global_meeting,
    global_meeting_party, instrument, instrument_endorser, iscm, iscm_association, meeting_series,
    membership, organization, partnership, related_event, structure, structure_supporter, uptake,
};
use sea_orm::Related;

use super::argument::arg;
use super::fields::{flag, id, int, key, maybe_text, maybe_word, name, texts, word, year};
use super::label::LANGUAGE;
use super::natural::Natural;
use super::object::{Object, ObjectOf, object};
use super::out::{Out, Record};
use super::related::{PARTIES, all, citations, many, maybe_one, one, party, rows, through};
use super::timeline::in_year;
use crate::analysis::party_name;
use crate::country::{called, country as info, names_of};
use crate::graph::{List, PartyRow, Reads, Row, reads};

/// What countries are called by.
static COUNTRY: Natural = Natural {
    scalar: "CountryCode",
    what: "a code (ISO 3166-1 alpha-2, alpha-3 or numeric) or a name of a country",
    kind: NodeType::Country,
    meant: Some(called),
    names: |scope| {
        let rows = scope.all::<country::Entity>().iter();
        let names =
            rows.flat_map(|row| names_of(&row.model().id).map(move |name| (name, row.place())));
        Box::new(names)
    },
};

/// What organizations are called by.
static ORGANIZATION: Natural = Natural {
    scalar: "String",
    what: "the name or the acronym of an organization",
    kind: NodeType::Organization,
    meant: None,
    names: |scope| {
        let rows = || scope.all::<organization::Entity>().iter();
        let acronyms = rows().map(|row| (&*row.model().id, row.place()));
        let names = rows().map(|row| (&*row.model().name, row.place()));
        Box::new(acronyms.chain(names))
    },
};

/// The names of a country beside its common ones.
fn other_names(country: &country::Model) -> &[String] {
    info(&country.id).map_or(&[], |info| &info.other_names)
}

/// What the names of a part and of a term depend on.
const NAMED: Reads = PARTIES.and(reads![iscm]);

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        membership().into(),
        chairmanship().into(),
        country().into(),
        organization().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn membership() -> ObjectOf<membership::Entity> {
    type E = membership::Entity;
    object::<E>("Membership", "The part that a country or an organization has in an ISCM.")
        .listed(|| all("memberships", "The parts that countries and organizations have in ISCMs; by role, countries before\norganizations, then by code or acronym.").on("Only parts that a party has at this date, for certain or possibly.").paged())
        .weighing(0.9)
        .labelled_by(NAMED, |row| format!("{} in {}, as {}", name_of(row), acronym_of(row), role(row)))
        .field(id("The id. Opaque."))
        .field(citations("Where the membership was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(party("party", "The country or organization; null when neither is recorded."))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when the party is an organization."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when the party is a country."))
        .field(word::<E, _>("role", "The part it has.", |row| row.role))
        .field(year::<E, _>("from", "The first year; null when not known.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year; null when it goes on, or its end is not known.", |row| row.to_year))
        .dated()
        .field(maybe_word::<E, _>("status", "What became of it: suspended or withdrawn. Null when neither is known.", |row| row.status))
        .field(year::<E, _>("statusSince", "The year since when its status is so; null when not known, or when it has none.", |row| row.status_since))
        .in_timeline("MEMBER_JOINED", "A country or organization came to take part, in any role: the first year of a membership.", |row| in_year(row.from_year), |row| format!("{} joins as {}", name_of(row), role(row)))
        .in_timeline("MEMBER_SUSPENDED", "A membership was suspended.", |row| in_year(row.status_since.filter(|_| row.status == Some(MembershipStatus::Suspended))), |row| format!("{} is suspended as {}", name_of(row), role(row)))
        .in_timeline("MEMBER_LEFT", "The last year of a membership.", |row| in_year(membership::Entity::years(row).1), |row| format!("{} leaves as {}", name_of(row), role(row)))
}

#[rustfmt::skip] // a table: a line for each field
fn chairmanship() -> ObjectOf<chairmanship::Entity> {
    type E = chairmanship::Entity;
    object::<E>("Chairmanship", "A term of a country or an organization as chair of an ISCM.")
        .listed(|| all("chairmanships", "The terms of chairs of all ISCMs, by first year; those without one last.").on("Only terms that this date is in, for certain or possibly.").paged())
        .weighing(0.9)
        .labelled_by(NAMED, |row| format!("{}, {} of {}{}", name_of(row), if row.co_chair { "co-chair" } else { "chair" }, acronym_of(row), row.from_year.map_or_else(String::new, |year| format!(" from {year}"))))
        .field(id("The id. Opaque."))
        .field(citations("Where the term was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(party("party", "The country or organization; null when neither is recorded."))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when an organization held the chair."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when a country held the chair."))
        .field(year::<E, _>("from", "The first year of the term; null when not known: then `order` is.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year of the term; null when it goes on, or its end is not known.", |row| row.to_year))
        .field(int::<E, _>("order", "The place of the term in the ISCM's succession of chairs, from 1; null when no source tells it.", |row| row.succession))
        .dated()
        .field(flag::<E>("coChair", "Whether the chair was shared with another party.", |row| row.co_chair))
        .in_timeline("CHAIR_BEGAN", "The first year of a term as chair.", |row| in_year(row.from_year), |row| name_of(row) + if row.co_chair { " becomes co-chair" } else { " takes the chair" })
        .in_timeline("CHAIR_ENDED", "The last year of a term as chair.", |row| in_year(row.to_year), |row| name_of(row) + if row.co_chair { " leaves as co-chair" } else { " leaves the chair" })
}

#[rustfmt::skip] // a table: a line for each field
fn country() -> ObjectOf<country::Entity> {
    type E = country::Entity;
    object("Country", "A country or area: those of ISO 3166-1, and Kosovo. Names and regions are those of the standards,\nused without a judgement on any status.")
        .found("country", "The country with an ISO 3166-1 code (alpha-2, alpha-3 or numeric) or a name in use, in any of the\nlanguages. Null when there is none, with an error `NOT_FOUND` that says what may have been meant.", (arg("code", "The code or a name, e.g. `MX`, `MEX`, `484` or `Mexico`."),), |scope, (code,): &(Arc<str>,)| COUNTRY.row(scope, "code", code))
        .listed(|| all("countries", "All countries and areas of ISO 3166-1, and Kosovo; by code. Those without a part in any\nISCM are among them.").paged())
        .weighing(1.1)
        .suggested()
        .field(id("The id, e.g. `country:MX`. Opaque."))
        .field(key::<E>("code", "The ISO 3166-1 alpha-2 code, e.g. `MX`; `XK` for Kosovo.", &COUNTRY, |row| &row.id).otherwise_named())
        .field(maybe_text::<E>("code3", "The ISO 3166-1 alpha-3 code, e.g. `MEX`; `XKX` for Kosovo. Null when there is none.", |row| Some(&info(&row.id)?.code3)).otherwise_named())
        .field(maybe_text::<E>("numericCode", "The ISO 3166-1 numeric code, e.g. `484`. Null when there is none.", |row| info(&row.id)?.number).otherwise_named())
        .field(name::<E>("name", "The common name. Conditions on it look at `otherNames`, too.", "The language of the name.", |row, language| info(&row.id).map_or(&row.id, |info| info.name(language))).title().or_called(other_names))
        .field(texts::<E>("otherNames", "Other names in use: official, former, colloquial and short ones, mostly in English.", other_names).otherwise_named())
        .field(maybe_text::<E>("note", "What United Nations publications say of the name wherever it stands, in own words: to be shown with it. Null\nfor most, of which they say nothing.", |row| info(&row.id)?.note).only_answered())
        .field(maybe_text::<E>("region", "The region of the UN M49 standard, e.g. `Americas`. Kosovo, which the standard does not list, is in that of\nits surroundings: a choice of this data set. Null when the standard has none.", |row| Some(&info(&row.id)?.region.as_ref()?.0)).facet())
        .field(maybe_text::<E>("subregion", "The subregion of the UN M49 standard, e.g. `Central America`; of Kosovo, by choice, `Southern Europe`. Null\nwhen the standard has none.", |row| Some(&info(&row.id)?.region.as_ref()?.1)).facet())
        .field(many::<membership::Entity, _>("memberships", "membership", "The parts it has or had in ISCMs.").on("Only parts that it has at this date, for certain or possibly.").paged())
        .field(through::<membership::Entity, iscm::Entity, _>("iscms", "iscm", "The ISCMs it has or had a part in, in any role; by acronym.").paged().facet())
        .field(rows("commitments", "commitment", "Commitments made in the ISCMs that it is or was a member of, by year, then title.", commitments_of).reading(reads![membership, iscm, commitment]).paged().only_answered())
        .field(many::<event::Entity, _>("events", "event", "Events of ISCMs held in it, by date.").paged())
        .field(through::<event_attendee::Entity, event::Entity, _>("attendedEvents", "attendedEvent", "Events of ISCMs that sources name it as taking part in, by date.").paged().facet())
        .field(through::<instrument_endorser::Entity, instrument::Entity, _>("endorsedInstruments", "endorsedInstrument", "Instruments of ISCMs that it adopted, signed or endorsed; by year, then title.").paged())
        .field(many::<structure::Entity, _>("seatedStructures", "seatedStructure", "Structures of ISCMs that are seated in it, e.g. secretariats; by name.").at_most(20))
        .field(many::<chairmanship::Entity, _>("chairmanships", "chairmanship", "Its terms as chair of ISCMs, by first year.").on("Only terms that this date is in, for certain or possibly; all when it is not given.").at_most(10))
        .field(many::<uptake::Entity, _>("uptakes", "uptake", "National measures it built on ISCMs' instruments; by year, those without one last.").at_most(5))
        .field(through::<added_value_party::Entity, added_value::Entity, _>("addedValue", "addedValue", "What it says membership in ISCMs is worth.").at_most(10))
        .field(many::<commitment_input::Entity, _>("commitmentInputs", "commitmentInput", "What it reported on commitments.").at_most(5))
        .field(through::<funding_contributor::Entity, funding::Entity, _>("fundingSources", "fundingSource", "Funding of ISCMs that it is named as a contributor to.").at_most(20))
        .field(rows("globalMeetings", "globalMeeting", "Global meetings of ISCMs held in it, or organized or hosted by it; by number.", meetings_of).reading(reads![global_meeting, global_meeting_party]).at_most(10))
        .field(many::<related_event::Entity, _>("relatedEvents", "relatedEvent", "Events beside the global meetings that were held in it.").at_most(5))
}

#[rustfmt::skip] // a table: a line for each field
fn organization() -> ObjectOf<organization::Entity> {
    type E = organization::Entity;
    object("Organization", "An organization that takes part in, supports or works with ISCMs.")
        .found("organization", "The organization with an acronym or a name, capital or small letters alike. Null when there is\nnone, with an error `NOT_FOUND` that says what may have been meant.", (arg("acronym", "The acronym, e.g. `IOM`, or the name."),), |scope, (acronym,): &(Arc<str>,)| ORGANIZATION.row(scope, "acronym", acronym))
        .listed(|| all("organizations", "All organizations that facts name, by acronym.").paged())
        .weighing(1.1)
        .suggested()
        .field(id("The id, e.g. `organization:IOM`. Opaque."))
        .field(key::<E>("acronym", "The acronym, e.g. `IOM`: unique in the data set.", &ORGANIZATION, |row| &row.id).named())
        .field(name::<E>("name", "The full name, in English whatever the language.", LANGUAGE, |row, _| &row.name).title())
        .field(word::<E, _>("kind", "What kind of organization it is.", |row| row.kind))
        .field(many::<membership::Entity, _>("memberships", "membership", "The parts it has or had in ISCMs.").on("Only parts that it has at this date, for certain or possibly.").paged())
        .field(through::<membership::Entity, iscm::Entity, _>("iscms", "iscm", "The ISCMs it has or had a part in, in any role; by acronym.").paged().facet())
        .field(many::<partnership::Entity, _>("partnerships", "partnership", "Its work with ISCMs.").paged())
        .field(many::<chairmanship::Entity, _>("chairmanships", "chairmanship", "Its terms as chair of ISCMs, by first year.").on("Only terms that this date is in, for certain or possibly; all when it is not given.").at_most(5))
        .field(through::<iscm_association::Entity, iscm::Entity, _>("associatedIscms", "associatedIscm", "The ISCMs that are formally part of it or associated with it, by acronym.").at_most(40))
        .field(through::<event_attendee::Entity, event::Entity, _>("attendedEvents", "attendedEvent", "Events of ISCMs that sources name it as taking part in, by date.").paged().facet())
        .field(through::<instrument_endorser::Entity, instrument::Entity, _>("endorsedInstruments", "endorsedInstrument", "Instruments of ISCMs that it adopted, signed or endorsed; by year, then title.").paged())
        .field(many::<structure::Entity, _>("hostedStructures", "hostedStructure", "Structures of ISCMs that it houses, by name.").at_most(40))
        .field(through::<structure_supporter::Entity, structure::Entity, _>("supportedStructures", "supportedStructure", "Structures of ISCMs that it supports.").at_most(40))
        .field(through::<added_value_party::Entity, added_value::Entity, _>("addedValue", "addedValue", "What it says membership in ISCMs is worth.").at_most(10))
        .field(many::<commitment_input::Entity, _>("commitmentInputs", "commitmentInput", "What it reported on commitments.").at_most(5))
        .field(through::<funding_contributor::Entity, funding::Entity, _>("fundingSources", "fundingSource", "Funding of ISCMs that it is named as a contributor to.").at_most(40))
        .field(through::<global_meeting_party::Entity, global_meeting::Entity, _>("globalMeetings", "globalMeeting", "Global meetings of ISCMs that it organized or hosted, by number.").at_most(20).only_answered())
        .field(many::<meeting_series::Entity, _>("meetingSeries", "meetingSeries", "Series of meetings that it is the secretariat of.").at_most(5))
        .field(many::<assessment::Entity, _>("assessments", "assessment", "Assessments of ISCMs that it made, by year.").at_most(5))
}

/// The record that a party is.
pub(super) fn record(party: PartyRow<'_>) -> Record {
    match party {
        PartyRow::Country(row) => Record::of(&row),
        PartyRow::Organization(row) => Record::of(&row),
    }
}

/// The parties that rows name, in the rows' order.
pub(super) fn parties<'v, E>(rows: impl Iterator<Item = Row<'v, E>>) -> Out<'v>
where
    E: Table + Related<country::Entity> + Related<organization::Entity>,
{
    let parties = rows.filter_map(PartyRow::of);
    Out::Records(parties.map(|party| Some(record(party))).collect())
}

/// The name of the party that a row names, in English.
fn name_of<E>(row: &Row<'_, E>) -> String
where
    E: Table + Related<country::Entity> + Related<organization::Entity>,
{
    party_name(row).unwrap_or_default().into_owned()
}

/// The acronym of a row's ISCM.
fn acronym_of<'v, E: Table + Related<iscm::Entity>>(row: &Row<'v, E>) -> &'v str {
    let iscm = row.one::<iscm::Entity>();
    iscm.map_or("", |iscm| &iscm.model().acronym)
}

/// A part, with its article.
fn role(row: &Row<'_, membership::Entity>) -> &'static str {
    match row.role {
        MembershipRole::Member => "a member",
        MembershipRole::Observer => "an observer",
        MembershipRole::Partner => "a partner",
    }
}

/// The commitments of the ISCMs that a country is or was a member of.
fn commitments_of(country: Row<'_, country::Entity>) -> List<'_, commitment::Entity> {
    let memberships = country.many::<membership::Entity>();
    let as_member = memberships.filter(|row| row.role == MembershipRole::Member);
    let iscms = as_member.iter().filter_map(|row| row.one::<iscm::Entity>());
    List::of_rows(country.scope(), iscms.flat_map(|iscm| iscm.many().iter()))
}

/// The global meetings that were held in a country, or that it organized or hosted.
fn meetings_of(country: Row<'_, country::Entity>) -> List<'_, global_meeting::Entity> {
    let held = country.many::<global_meeting::Entity>();
    let as_party = country.through::<global_meeting_party::Entity, _>();
    List::of_rows(country.scope(), held.iter().chain(as_party.iter()))
}
