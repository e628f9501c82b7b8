//! Parties: countries and organizations, and their membership in ISCMs.

use async_graphql::{ID, Object, Union};
use entity::enums::{MembershipRole, OrganizationKind};
use entity::{
    added_value_party, commitment, country, funding_contributor, global_meeting_party, iscm,
    membership, organization, structure_supporter,
};
use sea_orm::Related;

use super::activity::{AddedValue, Uptake};
use super::assessment::Assessment;
use super::commitment::{Commitment, CommitmentInput};
use super::finance::FundingSource;
use super::instrument::Event;
use super::iscm::Iscm;
use super::meeting::{GlobalMeeting, MeetingSeries, RelatedEvent};
use super::partnership::Partnership;
use super::source::{Citation, citations};
use super::structure::{Chairmanship, Structure};
use crate::country::{CountryInfo, country as country_info};
use crate::graph::{List, PartyRow, Row};
use crate::graphql::args::Language;
use crate::graphql::connection::{connections, wrap};
use crate::graphql::node::id;
use crate::graphql::word::Word;
use entity::tables::Table;

/// A country or an organization.
#[derive(Union)]
pub(in crate::graphql) enum Party<'a> {
    Country(Country<'a>),
    Organization(Organization<'a>),
}

impl<'a> Party<'a> {
    /// The party that a row names. Rows name one, which the data set's check holds.
    pub(super) fn of<E>(row: &Row<'a, E>) -> Option<Self>
    where
        E: Table + Related<country::Entity> + Related<organization::Entity>,
    {
        PartyRow::of(*row).map(Self::from)
    }
}

impl<'a> From<PartyRow<'a>> for Party<'a> {
    fn from(party: PartyRow<'a>) -> Self {
        match party {
            PartyRow::Country(row) => Self::Country(Country(row)),
            PartyRow::Organization(row) => Self::Organization(Organization(row)),
        }
    }
}

/// A membership.
pub(in crate::graphql) struct Membership<'a>(pub(in crate::graphql) Row<'a, membership::Entity>);

/// The part that a country or an organization has in an ISCM.
#[Object]
impl<'a> Membership<'a> {
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

    /// The country; null when the party is an organization.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// The organization; null when the party is a country.
    async fn organization(&self) -> Option<Organization<'a>> {
        self.0.one().map(Organization)
    }

    /// The part it has.
    async fn role(&self) -> Word<MembershipRole> {
        Word(self.0.role)
    }

    /// The first year; null when not known.
    async fn from(&self) -> Option<i32> {
        self.0.from_year
    }

    /// The last year; null when it goes on, or its end is not known.
    async fn to(&self) -> Option<i32> {
        self.0.to_year
    }

    /// Where the membership was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A country.
pub(in crate::graphql) struct Country<'a>(pub(in crate::graphql) Row<'a, country::Entity>);

connections! {
    CountryConnections<'a> over Row<'a, country::Entity> {
        /// The parts it has or had in ISCMs.
        memberships: Membership = |country| country.many();
        /// The ISCMs it has or had a part in, in any role; by acronym.
        iscms: Iscm = |country| List::of_rows(country.view(), country.many::<membership::Entity>().iter().map(|row| row.parent()));
        /// Commitments made in the ISCMs that it is or was a member of, by year, then title.
        commitments: Commitment = |country| commitments_of(country);
        /// Events of ISCMs held in it, by date.
        events: Event = |country| country.many();
    }
}

/// The commitments of the ISCMs that a country is or was a member of.
fn commitments_of<'a>(country: Row<'a, country::Entity>) -> List<'a, commitment::Entity> {
    let memberships = country.many::<membership::Entity>();
    let as_member = memberships.filter(|row| row.role == MembershipRole::Member);
    let iscms = as_member.iter().map(|row| row.parent::<iscm::Entity>());
    List::of_rows(country.view(), iscms.flat_map(|iscm| iscm.many().iter()))
}

/// A country or area: those of ISO 3166-1, and Kosovo. Names and regions are those of the standards,
/// used without a judgement on any status.
#[Object]
impl<'a> Country<'a> {
    /// The id, e.g. `country:MX`. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISO 3166-1 alpha-2 code, e.g. `MX`; `XK` for Kosovo.
    async fn code(&self) -> &str {
        &self.0.id
    }

    /// The ISO 3166-1 alpha-3 code, e.g. `MEX`; `XKX` for Kosovo. Null when there is none.
    async fn code3(&self) -> Option<&str> {
        self.info().map(|info| info.code3.as_str())
    }

    /// The common name.
    async fn name(
        &self,
        #[graphql(desc = "The language of the name.", default)] language: Language,
    ) -> &str {
        self.info()
            .map_or(&self.0.id, |info| info.name(language.into()))
    }

    /// The region of the UN M49 standard, e.g. `Americas`. Null when the standard has none.
    async fn region(&self) -> Option<&str> {
        let (region, _) = self.info()?.region.as_ref()?;
        Some(region)
    }

    /// The subregion of the UN M49 standard, e.g. `Central America`. Null when the standard has none.
    async fn subregion(&self) -> Option<&str> {
        let (_, subregion) = self.info()?.region.as_ref()?;
        Some(subregion)
    }

    /// The connections.
    #[graphql(flatten)]
    async fn connections(&self) -> CountryConnections<'a> {
        CountryConnections(self.0)
    }

    /// Its terms as chair of ISCMs, by first year.
    async fn chairmanships(&self) -> Vec<Chairmanship<'a>> {
        wrap(self.0.many().iter())
    }

    /// National measures it built on ISCMs' instruments; by year, those without one last.
    async fn uptakes(&self) -> Vec<Uptake<'a>> {
        wrap(self.0.many().iter())
    }

    /// What it says membership in ISCMs is worth.
    async fn added_value(&self) -> Vec<AddedValue<'a>> {
        wrap(self.0.through::<added_value_party::Entity, _>())
    }

    /// What it reported on commitments.
    async fn commitment_inputs(&self) -> Vec<CommitmentInput<'a>> {
        wrap(self.0.many().iter())
    }

    /// Funding of ISCMs that it is named as a contributor to.
    async fn funding_sources(&self) -> Vec<FundingSource<'a>> {
        wrap(self.0.through::<funding_contributor::Entity, _>())
    }

    /// Global meetings of ISCMs held in it, or organized or hosted by it; by number.
    async fn global_meetings(&self) -> Vec<GlobalMeeting<'a>> {
        let held = self.0.many::<entity::global_meeting::Entity>();
        let part_in = self.0.through::<global_meeting_party::Entity, _>();
        wrap(List::of_rows(self.0.view(), held.iter().chain(part_in)).iter())
    }

    /// Events beside the global meetings that were held in it.
    async fn related_events(&self) -> Vec<RelatedEvent<'a>> {
        wrap(self.0.many().iter())
    }
}

impl Country<'_> {
    fn info(&self) -> Option<&'static CountryInfo> {
        country_info(&self.0.id)
    }
}

/// An organization.
pub(in crate::graphql) struct Organization<'a>(
    pub(in crate::graphql) Row<'a, organization::Entity>,
);

connections! {
    OrganizationConnections<'a> over Row<'a, organization::Entity> {
        /// The parts it has or had in ISCMs.
        memberships: Membership = |organization| organization.many();
        /// The ISCMs it has or had a part in, in any role; by acronym.
        iscms: Iscm = |organization| List::of_rows(organization.view(), organization.many::<membership::Entity>().iter().map(|row| row.parent()));
        /// Its work with ISCMs.
        partnerships: Partnership = |organization| organization.many();
    }
}

/// An organization that takes part in, supports or works with ISCMs.
#[Object]
impl<'a> Organization<'a> {
    /// The id, e.g. `organization:IOM`. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The acronym, e.g. `IOM`: unique in the data set.
    async fn acronym(&self) -> &str {
        &self.0.id
    }

    /// The full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of organization it is.
    async fn kind(&self) -> Word<OrganizationKind> {
        Word(self.0.kind)
    }

    /// The connections.
    #[graphql(flatten)]
    async fn connections(&self) -> OrganizationConnections<'a> {
        OrganizationConnections(self.0)
    }

    /// Its terms as chair of ISCMs, by first year.
    async fn chairmanships(&self) -> Vec<Chairmanship<'a>> {
        wrap(self.0.many().iter())
    }

    /// Structures of ISCMs that it supports.
    async fn supported_structures(&self) -> Vec<Structure<'a>> {
        wrap(self.0.through::<structure_supporter::Entity, _>())
    }

    /// What it says membership in ISCMs is worth.
    async fn added_value(&self) -> Vec<AddedValue<'a>> {
        wrap(self.0.through::<added_value_party::Entity, _>())
    }

    /// What it reported on commitments.
    async fn commitment_inputs(&self) -> Vec<CommitmentInput<'a>> {
        wrap(self.0.many().iter())
    }

    /// Funding of ISCMs that it is named as a contributor to.
    async fn funding_sources(&self) -> Vec<FundingSource<'a>> {
        wrap(self.0.through::<funding_contributor::Entity, _>())
    }

    /// Global meetings of ISCMs that it organized or hosted, by number.
    async fn global_meetings(&self) -> Vec<GlobalMeeting<'a>> {
        let part_in = self.0.through::<global_meeting_party::Entity, _>();
        wrap(List::of_rows(self.0.view(), part_in).iter())
    }

    /// Series of meetings that it is the secretariat of.
    async fn meeting_series(&self) -> Vec<MeetingSeries<'a>> {
        wrap(self.0.many().iter())
    }

    /// Assessments of ISCMs that it made, by year.
    async fn assessments(&self) -> Vec<Assessment<'a>> {
        wrap(self.0.many().iter())
    }
}
