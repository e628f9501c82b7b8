//! What ISCMs do: their events, instruments, partnerships and commitments, and what came of them.

use entity::enums::{EventStatus, PartnerCategory, Vocabulary as _};
use entity::{
    activity, added_value, added_value_party, commitment, commitment_input, commitment_topic,
    contribution, contribution_instrument, country, event, event_attendee, instrument,
    instrument_endorser, instrument_topic, iscm, iscm_association, organization, partnership,
    topic, uptake,
};

use super::fields::{date, id, int, maybe_text, maybe_word, text, word, word_in, words, year};
use super::label::shortened;
use super::object::{Object, ObjectOf, object};
use super::out::{Out, Record};
use super::party::parties;
use super::related::{
    PARTIES, all, citations, many, maybe_one, maybe_one_by, one, party, through, told,
};
use super::timeline::{in_year, on_day};
use crate::analysis::country_name;
use crate::graph::{Row, Scope, reads};

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        event().into(),
        instrument().into(),
        contribution().into(),
        partnership().into(),
        added_value().into(),
        commitment().into(),
        input().into(),
        uptake().into(),
        activity().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn event() -> ObjectOf<event::Entity> {
    type E = event::Entity;
    object("Event", "A meeting or other event of an ISCM.")
        .listed(|| all("events", "The events of all ISCMs, by date.").paged())
        .weighing(1.0)
        .suggested()
        .field(id("The id. Opaque."))
        .field(citations("Where the event was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(word::<E, _>("kind", "What kind of event it is.", |row| row.kind))
        .field(word_in::<E, _>("status", "Whether it was held. Where no source tells, it was if its year is before that of the newest source\nof the data set; null when it is not, and thus not known.", event_status).reading(reads![source]))
        .field(year::<E, _>("year", "The year it was or is to be held.", |row| row.year))
        .field(date::<E>("start", "The first day; null when not known.", |row| row.start_date))
        .field(date::<E>("end", "The last day; null when not known.", |row| row.end_date))
        .field(maybe_text::<E>("theme", "What it was about; null when not known.", |row| row.theme.as_deref()).prose())
        .field(maybe_text::<E>("city", "The city; null when not known or held online.", |row| row.city.as_deref()).facet().searched())
        .field(maybe_one::<country::Entity, _>("country", "The country it was held in; null when not known or held online."))
        .field(int::<E, _>("participants", "How many people took part, as a source counts them; round figures are the source's. Null when not\nknown.", |row| row.participants))
        .field(told::<E, _>("attendedBy", "The countries and organizations that sources name as taking part. Where sources do not name them\nall it is empty: membership alone does not tell who came.", "[Party!]!", (), |row, ()| Ok(parties(row.many::<event_attendee::Entity>().iter()))).fact(true).reading(PARTIES.and(reads![event_attendee])).at_most(60))
        .field(through::<event_attendee::Entity, country::Entity, _>("attendingCountries", "attendingCountry", "The countries among them.").at_most(60).facet())
        .field(through::<event_attendee::Entity, organization::Entity, _>("attendingOrganizations", "attendingOrganization", "The organizations among them.").at_most(60).facet())
        .field(many::<instrument::Entity, _>("instruments", "instrument", "The instruments adopted at it, by year, then title.").at_most(10))
        .in_timeline("EVENT", "The first day of a meeting or other event, be it announced, postponed or cancelled.", |row| on_day(row.start_date).or(in_year(row.year)), event_title)
}

#[rustfmt::skip] // a table: a line for each field
fn instrument() -> ObjectOf<instrument::Entity> {
    type E = instrument::Entity;
    object("Instrument", "A document an ISCM adopted or published: a declaration, guidelines, a manual, a plan, a study.")
        .listed(|| all("instruments", "The instruments of all ISCMs, by year, then title.").on("Only plans, and others with a term, whose term this date is in, for certain or possibly.").paged())
        .weighing(1.0)
        .suggested()
        .field(id("The id. Opaque."))
        .field(citations("Where the instrument was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(word::<E, _>("kind", "What kind of document it is.", |row| row.kind))
        .field(year::<E, _>("year", "The year it was adopted or published.", |row| row.year))
        .field(through::<instrument_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label.").at_most(20).facet())
        .field(maybe_one::<event::Entity, _>("adoptedAt", "The event it was adopted at; null when not known."))
        .field(maybe_text::<E>("summary", "What it says; null when not known.", |row| row.summary.as_deref()).prose())
        .field(maybe_text::<E>("url", "Where it is on the web; null when not known.", |row| row.url.as_deref()).unordered())
        .field(year::<E, _>("from", "The first year of its term, as a plan or a strategy has one; null when not known, or when it has none.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year of its term; null when not known, or when it has none.", |row| row.to_year))
        .dated()
        .field(told::<E, _>("endorsedBy", "The countries and organizations that sources name as having adopted, signed or endorsed it. Empty\nwhere they name none.", "[Party!]!", (), |row, ()| Ok(parties(row.many::<instrument_endorser::Entity>().iter()))).fact(true).reading(PARTIES.and(reads![instrument_endorser])).at_most(60))
        .field(through::<instrument_endorser::Entity, country::Entity, _>("endorsingCountries", "endorsingCountry", "The countries among them.").at_most(60).facet())
        .field(through::<instrument_endorser::Entity, organization::Entity, _>("endorsingOrganizations", "endorsingOrganization", "The organizations among them.").at_most(60).facet())
        .field(many::<uptake::Entity, _>("uptakes", "uptake", "National measures built on it; by year, those without one last.").at_most(10))
        .field(many::<commitment::Entity, _>("commitments", "commitment", "What it commits members to, by year, then title.").at_most(10))
        .field(through::<contribution_instrument::Entity, contribution::Entity, _>("citedBy", "citedBy", "The ISCM's contributions to migration governance that name it.").at_most(5))
        .in_timeline("INSTRUMENT", "A document was adopted or published.", |row| in_year(row.year), |row| row.title.clone())
}

#[rustfmt::skip] // a table: a line for each field
fn contribution() -> ObjectOf<contribution::Entity> {
    type E = contribution::Entity;
    object::<E>("Contribution", "What an ISCM brought to migration governance, at one level.")
        .listed(|| all("contributions", "The contributions of all ISCMs to migration governance.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the contribution was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(word::<E, _>("level", "The level of governance.", |row| row.level))
        .field(text::<E>("summary", "What it brought about.", |row| &row.summary).prose())
        .field(through::<contribution_instrument::Entity, instrument::Entity, _>("instruments", "instrument", "The instruments it was made with.").at_most(10))
}

#[rustfmt::skip] // a table: a line for each field
fn partnership() -> ObjectOf<partnership::Entity> {
    type E = partnership::Entity;
    object::<E>("Partnership", "An ISCM's work with another ISCM, an organization, or a category of partners.")
        .listed(|| all("partnerships", "The partnerships of all ISCMs.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the partnership was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(told::<E, _>("partner", "The other ISCM or the organization; null when a category of partners is meant.", "Partner", (), |row, ()| Ok(Out::maybe(Partner::of(row).and_then(Partner::record), Out::Record))).fact(true).reading(reads![iscm, organization]))
        .field(maybe_one_by::<iscm::Entity, _>("partnerIscm", "The other ISCM; null when the partner is none.", partnership::Column::PartnerId))
        .field(maybe_one::<organization::Entity, _>("partnerOrganization", "The organization; null when the partner is none."))
        .field(maybe_word::<E, _>("category", "The category of partners; null when a single partner is named.", |row| row.category))
        .field(words::<E, _>("modalities", "The forms the work takes.", |row| &row.modalities.0))
        .field(text::<E>("summary", "What they do together.", |row| &row.summary).prose())
}

#[rustfmt::skip] // a table: a line for each field
fn added_value() -> ObjectOf<added_value::Entity> {
    type E = added_value::Entity;
    object::<E>("AddedValue", "What members say membership in an ISCM is worth.")
        .listed(|| all("addedValues", "What members of all ISCMs say membership is worth.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the statement was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(told::<E, _>("by", "The countries and organizations that say so.", "[Party!]!", (), |row, ()| Ok(parties(row.many::<added_value_party::Entity>().iter()))).fact(true).reading(PARTIES.and(reads![added_value_party])).at_most(20))
        .field(through::<added_value_party::Entity, country::Entity, _>("countries", "country", "The countries that say so.").at_most(10).facet().only_asked())
        .field(through::<added_value_party::Entity, organization::Entity, _>("organizations", "organization", "The organizations that say so.").at_most(10).facet().only_asked())
        .field(words::<E, _>("values", "The kinds of value they name.", |row| &row.values.0))
        .field(text::<E>("summary", "What they said.", |row| &row.summary).prose())
}

#[rustfmt::skip] // a table: a line for each field
fn commitment() -> ObjectOf<commitment::Entity> {
    type E = commitment::Entity;
    object("Commitment", "Something the members of an ISCM committed to, e.g. in a declaration.")
        .listed(|| all("commitments", "The commitments of all ISCMs, by year, then title.").paged())
        .field(id("The id. Opaque."))
        .field(citations("Where the commitment was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("title", "The title.", |row| &row.title).title())
        .field(maybe_one::<instrument::Entity, _>("instrument", "The instrument it is made in; null when none is named."))
        .field(year::<E, _>("year", "The year it was made.", |row| row.year))
        .field(through::<commitment_topic::Entity, topic::Entity, _>("topics", "topic", "Its topics in the controlled vocabulary, by label.").at_most(10).facet())
        .field(text::<E>("summary", "What members are to do.", |row| &row.summary).prose())
        .field(date::<E>("due", "The day it is due; null when none is set.", |row| row.due))
        .field(maybe_word::<E, _>("status", "How far it is; null when not known.", |row| row.status))
        .field(many::<commitment_input::Entity, _>("inputs", "input", "What members reported on it; by date, those without one last.").at_most(10))
        .in_timeline("COMMITMENT", "A commitment was made.", |row| in_year(row.year), |row| row.title.clone())
        .in_timeline("COMMITMENT_DUE", "A commitment is due.", |row| on_day(row.due), |row| format!("Due: {}", row.title))
}

#[rustfmt::skip] // a table: a line for each field
fn input() -> ObjectOf<commitment_input::Entity> {
    type E = commitment_input::Entity;
    object::<E>("CommitmentInput", "What a country or an organization reports it did for a commitment.")
        .weighing(0.9)
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the report was found."))
        .field(one::<commitment::Entity, _>("commitment", "The commitment."))
        .field(party("party", "The country or organization; null when neither is recorded."))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when an organization reports."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when a country reports."))
        .field(text::<E>("summary", "What was done.", |row| &row.summary).prose())
        .field(date::<E>("received", "The day it was received; null when not known.", |row| row.received))
}

#[rustfmt::skip] // a table: a line for each field
fn uptake() -> ObjectOf<uptake::Entity> {
    type E = uptake::Entity;
    object::<E>("Uptake", "A national measure built on an ISCM's instrument or work, e.g. Honduras' protocols of care built\non the RCM's guidelines.")
        .listed(|| all("uptakes", "The national measures built on ISCMs' work; by year, those without one last.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the measure was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(one::<country::Entity, _>("country", "The country that took the measure."))
        .field(maybe_one::<instrument::Entity, _>("instrument", "The instrument it is built on; null when no single one is named."))
        .field(text::<E>("summary", "What the country did.", |row| &row.summary).prose())
        .field(year::<E, _>("year", "The year; null when not known.", |row| row.year))
        .in_timeline("UPTAKE", "A country took a measure built on the ISCM's work.", |row| in_year(row.year), measure)
}

#[rustfmt::skip] // a table: a line for each field
fn activity() -> ObjectOf<activity::Entity> {
    type E = activity::Entity;
    object::<E>("Activity", "Something an ISCM does or did between its meetings.")
        .listed(|| all("activities", "The activities of all ISCMs; by year, those without one last.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the activity was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(word::<E, _>("kind", "What kind of activity it is.", |row| row.kind))
        .field(text::<E>("summary", "What was done.", |row| &row.summary).prose())
        .field(year::<E, _>("year", "The year; null when not known or going on.", |row| row.year))
        .in_timeline("ACTIVITY", "An activity took place.", |row| in_year(row.year), |row| shortened(&row.summary))
}

/// Whom an ISCM works with; other ISCMs go first, categories last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Partner<'a> {
    /// Another ISCM.
    Iscm(Row<'a, iscm::Entity>),
    /// An organization.
    Organization(Row<'a, organization::Entity>),
    /// A category of partners, where no single one is meant.
    Category(PartnerCategory),
}

impl<'a> Partner<'a> {
    /// The partner that a row names. Rows name one, which the data set's check holds.
    pub(super) fn of(row: Row<'a, partnership::Entity>) -> Option<Self> {
        let iscm = row.one_by(partnership::Column::PartnerId).map(Self::Iscm);
        let organization = || row.one().map(Self::Organization);
        let category = || row.category.map(Self::Category);
        iscm.or_else(organization).or_else(category)
    }

    /// What an ISCM is part of or associated with, in the sources' order.
    pub(super) fn associates(iscm: Row<'a, iscm::Entity>) -> impl Iterator<Item = Self> {
        iscm.many::<iscm_association::Entity>()
            .iter()
            .filter_map(|row| {
                let other = row.one_by(iscm_association::Column::AssociatedIscmId);
                other
                    .map(Self::Iscm)
                    .or_else(|| row.one().map(Self::Organization))
            })
    }

    /// The record that it is, unless it is a category.
    pub(super) fn record(self) -> Option<Record> {
        match self {
            Self::Iscm(row) => Some(Record::of(&row)),
            Self::Organization(row) => Some(Record::of(&row)),
            Self::Category(_) => None,
        }
    }
}

/// Whether an event was held, as it is told or follows from its year.
fn event_status(scope: &Scope, event: &event::Model) -> Option<EventStatus> {
    let is_past = scope.told_until().is_some_and(|year| event.year < year);
    event.status.or(is_past.then_some(EventStatus::Held))
}

/// What a time line says of an event.
fn event_title(event: &Row<'_, event::Entity>) -> String {
    let name = &event.name;
    match event.status {
        None | Some(EventStatus::Held) => name.clone(),
        Some(status) => format!("{name} ({})", status.word().to_lowercase()),
    }
}

/// What a country did, in short.
fn measure(row: &Row<'_, uptake::Entity>) -> String {
    let country = row.one::<country::Entity>();
    let country = country.map_or_else(Default::default, |row| country_name(&row));
    match row.one::<instrument::Entity>() {
        Some(instrument) => format!("{country} takes a measure built on “{}”", instrument.title),
        None => format!("{country} takes a measure"),
    }
}
