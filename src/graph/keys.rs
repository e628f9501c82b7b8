//! What records of ISCMs are compared by: parties and topics.

use entity::tables::Table;
use entity::{country, iscm, organization, topic};
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
