//! Memberships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{MembershipRole, MembershipStatus};
use crate::references::references;
use crate::tables::Dated;

/// A country's or an organization's part in an ISCM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// `<iscm>/<party>-<role>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
    /// The part it has.
    pub role: MembershipRole,
    /// The first year (year), if known.
    pub from_year: Option<i32>,
    /// The last year (year), if known.
    pub to_year: Option<i32>,
    /// What became of it, if anything did.
    pub status: Option<MembershipStatus>,
    /// Since when it has been so (year), if known.
    pub status_since: Option<i32>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    /// A member that withdrew was one until then.
    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        let withdrew = row.status_since.filter(|_| has_withdrawn(row));
        (row.from_year, row.to_year.or(withdrew))
    }

    fn is_over(row: &Model) -> bool {
        has_withdrawn(row)
    }
}

fn has_withdrawn(row: &Model) -> bool {
    row.status == Some(MembershipStatus::Withdrawn)
}
