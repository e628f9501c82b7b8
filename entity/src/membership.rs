//! Memberships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{MembershipRole, MembershipStatus};
use crate::tables::Dated;

/// A country's or an organization's part in an ISCM.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "membership", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<Option<super::country::Entity>>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<Option<super::organization::Entity>>,
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
