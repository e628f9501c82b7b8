//! The library: instruments, and the events they were adopted at.

use async_graphql::{ID, Object};
use entity::enums::{EventKind, InstrumentKind};
use entity::{contribution_instrument, event, instrument, instrument_topic};

use super::activity::{Contribution, Uptake};
use super::commitment::Commitment;
use super::iscm::Iscm;
use super::party::Country;
use super::source::{Citation, citations};
use super::theme::Topic;
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;
use crate::graphql::word::Word;

/// An instrument.
pub(in crate::graphql) struct Instrument<'a>(pub(in crate::graphql) Row<'a, instrument::Entity>);

lists! {
    InstrumentLists<'a> over Row<'a, instrument::Entity> {
        connections {
        }
        lists {
            /// Its topics in the controlled vocabulary, by label.
            topics: Topic = |instrument| instrument.through::<instrument_topic::Entity, _>();
            /// National measures built on it; by year, those without one last.
            uptakes: Uptake = |instrument| instrument.many();
            /// What it commits members to, by year, then title.
            commitments: Commitment = |instrument| instrument.many();
            /// The ISCM's contributions to migration governance that name it.
            cited_by: Contribution = |instrument| instrument.through::<contribution_instrument::Entity, _>();
        }
    }
}

/// A document an ISCM adopted or published: a declaration, guidelines, a manual, a plan, a study.
#[Object]
impl<'a> Instrument<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What kind of document it is.
    async fn kind(&self) -> Word<InstrumentKind> {
        Word(self.0.kind)
    }

    /// The year it was adopted or published.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The event it was adopted at; null when not known.
    async fn adopted_at(&self) -> Option<Event<'a>> {
        self.0.one().map(Event)
    }

    /// What it says; null when not known.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// Where it is on the web; null when not known.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> InstrumentLists<'a> {
        InstrumentLists(self.0)
    }

    /// Where the instrument was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An event.
pub(in crate::graphql) struct Event<'a>(pub(in crate::graphql) Row<'a, event::Entity>);

lists! {
    EventLists<'a> over Row<'a, event::Entity> {
        connections {
        }
        lists {
            /// The instruments adopted at it, by year, then title.
            instruments: Instrument = |event| event.many();
        }
    }
}

/// A meeting or other event of an ISCM.
#[Object]
impl<'a> Event<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of event it is.
    async fn kind(&self) -> Word<EventKind> {
        Word(self.0.kind)
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

    /// What it was about; null when not known.
    async fn theme(&self) -> Option<&str> {
        self.0.theme.as_deref()
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> EventLists<'a> {
        EventLists(self.0)
    }

    /// Where the event was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
