//! What records of ISCMs are compared by: parties, partners and topics.

use entity::enums::PartnerCategory;
use entity::tables::Table;
use entity::{country, iscm, organization, partnership, topic};
use sea_orm::Related;

use super::rows::Row;

/// A country or an organization; countries go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyRow<'a> {
    /// A country.
    Country(Row<'a, country::Entity>),
    /// An organization.
    Organization(Row<'a, organization::Entity>),
}

impl<'a> PartyRow<'a> {
    /// The party that a row names. Rows name one, which the data set's check holds.
    #[must_use]
    pub fn of<E>(row: Row<'a, E>) -> Option<Self>
    where
        E: Table + Related<country::Entity> + Related<organization::Entity>,
    {
        let country = row.one().map(Self::Country);
        country.or_else(|| row.one().map(Self::Organization))
    }
}

/// Whom an ISCM works with; other ISCMs go first, categories last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartnerRow<'a> {
    /// Another ISCM.
    Iscm(Row<'a, iscm::Entity>),
    /// An organization.
    Organization(Row<'a, organization::Entity>),
    /// A category of partners, where no single one is meant.
    Category(PartnerCategory),
}

impl<'a> PartnerRow<'a> {
    /// The partner that a row names. Rows name one, which the data set's check holds.
    #[must_use]
    pub fn of(row: Row<'a, partnership::Entity>) -> Option<Self> {
        let iscm = row.one_by(partnership::Column::PartnerId).map(Self::Iscm);
        let organization = || row.one().map(Self::Organization);
        let category = || row.category.map(Self::Category);
        iscm.or_else(organization).or_else(category)
    }
}

/// An ISCM's records of a table with each of their topics; `J` joins the table and the topics.
#[must_use]
pub fn by_topic<'a, E, J>(iscm: Row<'a, iscm::Entity>) -> Vec<(Row<'a, topic::Entity>, Row<'a, E>)>
where
    E: Table + Related<iscm::Entity>,
    J: Table + Related<E> + Related<topic::Entity>,
{
    let mut pairs = Vec::new();
    for row in iscm.many::<E>().iter() {
        let topics = row.through::<J, topic::Entity>();
        pairs.extend(topics.iter().map(|topic| (topic, row)));
    }
    pairs
}
