//! How ISCMs are built: structures and chairs.

use async_graphql::{ID, Object};
use entity::enums::StructureKind;
use entity::{chairmanship, structure, structure_supporter};

use super::iscm::Iscm;
use super::party::{Country, Organization, Party};
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::word::Word;

/// A structure.
pub(in crate::graphql) struct Structure<'a>(pub(in crate::graphql) Row<'a, structure::Entity>);

lists! {
    StructureLists<'a> over Row<'a, structure::Entity> {
        connections {
        }
        lists {
            /// The organizations that support it.
            supported_by: Organization = |structure| structure.through::<structure_supporter::Entity, _>();
        }
    }
}

/// A standing part of an ISCM, e.g. its meeting of vice-ministers or its technical secretariat.
#[Object]
impl<'a> Structure<'a> {
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

    /// What kind of structure it is.
    async fn kind(&self) -> Word<StructureKind> {
        Word(self.0.kind)
    }

    /// What it does and how it works.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The year it was set up; null when not known.
    async fn established(&self) -> Option<i32> {
        self.0.established
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> StructureLists<'a> {
        StructureLists(self.0)
    }

    /// Where the structure was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A term as chair.
pub(in crate::graphql) struct Chairmanship<'a>(
    pub(in crate::graphql) Row<'a, chairmanship::Entity>,
);

/// A term of a country or an organization as chair of an ISCM.
#[Object]
impl<'a> Chairmanship<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The country or organization.
    async fn party(&self) -> Option<Party<'a>> {
        Party::of(&self.0)
    }

    /// The country; null when an organization held the chair.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// The organization; null when a country held the chair.
    async fn organization(&self) -> Option<Organization<'a>> {
        self.0.one().map(Organization)
    }

    /// The first year of the term.
    async fn from(&self) -> i32 {
        self.0.from_year
    }

    /// The last year of the term; null when it goes on, or its end is not known.
    async fn to(&self) -> Option<i32> {
        self.0.to_year
    }

    /// Whether the chair was shared with another party.
    async fn co_chair(&self) -> bool {
        self.0.co_chair
    }

    /// Where the term was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
