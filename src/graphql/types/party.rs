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
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;
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

lists! {
    CountryLists<'a> over Row<'a, country::Entity> {
        connections {
            /// The parts it has or had in ISCMs.
            memberships(on: Option<Date> = "Only parts that it has at this date; a year that is not known does not exclude."): Membership = |country, on| country.many().on(on.map(Into::into));
            /// The ISCMs it has or had a part in, in any role; by acronym.
            iscms: Iscm = |country| country.through::<membership::Entity, _>();
            /// Commitments made in the ISCMs that it is or was a member of, by year, then title.
            commitments: Commitment = |country| commitments_of(country);
            /// Events of ISCMs held in it, by date.
            events: Event = |country| country.many();
        }
        lists {
            /// Its terms as chair of ISCMs, by first year.
            chairmanships(on: Option<Date> = "Only terms that this date is in; all when it is not given."): Chairmanship = |country, on| country.many().on(on.map(Into::into));
            /// National measures it built on ISCMs' instruments; by year, those without one last.
            uptakes: Uptake = |country| country.many();
            /// What it says membership in ISCMs is worth.
            added_value: AddedValue = |country| country.through::<added_value_party::Entity, _>();
            /// What it reported on commitments.
            commitment_inputs: CommitmentInput = |country| country.many();
            /// Funding of ISCMs that it is named as a contributor to.
            funding_sources: FundingSource = |country| country.through::<funding_contributor::Entity, _>();
            /// Global meetings of ISCMs held in it, or organized or hosted by it; by number.
            global_meetings: GlobalMeeting = |country| List::of_rows(country.view(), country.many().iter().chain(country.through::<global_meeting_party::Entity, _>().iter()));
            /// Events beside the global meetings that were held in it.
            related_events: RelatedEvent = |country| country.many();
        }
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

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> CountryLists<'a> {
        CountryLists(self.0)
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

lists! {
    OrganizationLists<'a> over Row<'a, organization::Entity> {
        connections {
            /// The parts it has or had in ISCMs.
            memberships(on: Option<Date> = "Only parts that it has at this date; a year that is not known does not exclude."): Membership = |organization, on| organization.many().on(on.map(Into::into));
            /// The ISCMs it has or had a part in, in any role; by acronym.
            iscms: Iscm = |organization| organization.through::<membership::Entity, _>();
            /// Its work with ISCMs.
            partnerships: Partnership = |organization| organization.many();
        }
        lists {
            /// Its terms as chair of ISCMs, by first year.
            chairmanships(on: Option<Date> = "Only terms that this date is in; all when it is not given."): Chairmanship = |organization, on| organization.many().on(on.map(Into::into));
            /// Structures of ISCMs that it supports.
            supported_structures: Structure = |organization| organization.through::<structure_supporter::Entity, _>();
            /// What it says membership in ISCMs is worth.
            added_value: AddedValue = |organization| organization.through::<added_value_party::Entity, _>();
            /// What it reported on commitments.
            commitment_inputs: CommitmentInput = |organization| organization.many();
            /// Funding of ISCMs that it is named as a contributor to.
            funding_sources: FundingSource = |organization| organization.through::<funding_contributor::Entity, _>();
            /// Global meetings of ISCMs that it organized or hosted, by number.
            global_meetings: GlobalMeeting = |organization| organization.through::<global_meeting_party::Entity, _>();
            /// Series of meetings that it is the secretariat of.
            meeting_series: MeetingSeries = |organization| organization.many();
            /// Assessments of ISCMs that it made, by year.
            assessments: Assessment = |organization| organization.many();
        }
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

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> OrganizationLists<'a> {
        OrganizationLists(self.0)
    }
}
