//! Partnerships of ISCMs.

use async_graphql::{ID, Object, Union};
use entity::enums::{Modality, PartnerCategory};
use entity::partnership;

use super::iscm::Iscm;
use super::party::Organization;
use super::source::{Citation, citations};
use crate::graph::{PartnerRow, Row};
use crate::graphql::node::id;
use crate::graphql::word::{Word, words};

/// An ISCM or an organization that an ISCM works with.
#[derive(Union)]
pub(in crate::graphql) enum Partner<'a> {
    Iscm(Iscm<'a>),
    Organization(Organization<'a>),
}

impl<'a> Partner<'a> {
    /// A partner, unless it is a category.
    pub(super) fn named(partner: PartnerRow<'a>) -> Option<Self> {
        match partner {
            PartnerRow::Iscm(row) => Some(Self::Iscm(Iscm(row))),
            PartnerRow::Organization(row) => Some(Self::Organization(Organization(row))),
            PartnerRow::Category(_) => None,
        }
    }
}

/// A partnership.
pub(in crate::graphql) struct Partnership<'a>(pub(in crate::graphql) Row<'a, partnership::Entity>);

/// An ISCM's work with another ISCM, an organization, or a category of partners.
#[Object]
impl<'a> Partnership<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The other ISCM or the organization; null when a category of partners is meant.
    async fn partner(&self) -> Option<Partner<'a>> {
        Partner::named(PartnerRow::of(self.0)?)
    }

    /// The other ISCM; null when the partner is none.
    async fn partner_iscm(&self) -> Option<Iscm<'a>> {
        self.0.one_by(partnership::Column::PartnerId).map(Iscm)
    }

    /// The organization; null when the partner is none.
    async fn partner_organization(&self) -> Option<Organization<'a>> {
        self.0.one().map(Organization)
    }

    /// The category of partners; null when a single partner is named.
    async fn category(&self) -> Option<Word<PartnerCategory>> {
        self.0.category.map(Word)
    }

    /// The forms the work takes.
    async fn modalities(&self) -> Vec<Word<Modality>> {
        words(&self.0.modalities.0)
    }

    /// What they do together.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Where the partnership was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
