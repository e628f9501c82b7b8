//! Commitments, and what is reported on them.

use async_graphql::{ID, Object};
use entity::enums::CommitmentStatus;
use entity::{commitment, commitment_input, commitment_topic};

use super::instrument::Instrument;
use super::iscm::Iscm;
use super::party::{Country, Organization, Party};
use super::source::{Citation, citations};
use super::theme::Topic;
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;
use crate::graphql::word::Word;

/// A commitment.
pub(in crate::graphql) struct Commitment<'a>(pub(in crate::graphql) Row<'a, commitment::Entity>);

lists! {
    CommitmentLists<'a> over Row<'a, commitment::Entity> {
        connections {
        }
        lists {
            /// Its topics in the controlled vocabulary, by label.
            topics: Topic = |commitment| commitment.through::<commitment_topic::Entity, _>();
            /// What members reported on it; by date, those without one last.
            inputs: CommitmentInput = |commitment| commitment.many();
        }
    }
}

/// Something the members of an ISCM committed to, e.g. in a declaration.
#[Object]
impl<'a> Commitment<'a> {
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

    /// The instrument it is made in; null when none is named.
    async fn instrument(&self) -> Option<Instrument<'a>> {
        self.0.one().map(Instrument)
    }

    /// The year it was made.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// What members are to do.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The day it is due; null when none is set.
    async fn due(&self) -> Option<Date> {
        self.0.due.map(Date)
    }

    /// How far it is; null when not known.
    async fn status(&self) -> Option<Word<CommitmentStatus>> {
        self.0.status.map(Word)
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> CommitmentLists<'a> {
        CommitmentLists(self.0)
    }

    /// Where the commitment was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An input.
pub(in crate::graphql) struct CommitmentInput<'a>(
    pub(in crate::graphql) Row<'a, commitment_input::Entity>,
);

/// What a country or an organization reports it did for a commitment.
#[Object]
impl<'a> CommitmentInput<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The commitment.
    async fn commitment(&self) -> Commitment<'a> {
        Commitment(self.0.parent())
    }

    /// The country or organization.
    async fn party(&self) -> Option<Party<'a>> {
        Party::of(&self.0)
    }

    /// The country; null when an organization reports.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// The organization; null when a country reports.
    async fn organization(&self) -> Option<Organization<'a>> {
        self.0.one().map(Organization)
    }

    /// What was done.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The day it was received; null when not known.
    async fn received(&self) -> Option<Date> {
        self.0.received.map(Date)
    }

    /// Where the report was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
