//! Chairmanships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::tables::Dated;

/// A term as chair of an ISCM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "chairmanship")]
pub struct Model {
    /// `<iscm>/<party>-<first year>`; where that is not known `<iscm>/<party>-<order>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
    /// The first year of the term, if known.
    pub from_year: Option<i32>,
    /// The last year of the term (year), if known.
    pub to_year: Option<i32>,
    /// The place of the term in the succession of chairs, from 1, if a source tells it; always where the
    /// first year is not known.
    pub succession: Option<i32>,
    /// Whether the chair was shared.
    pub co_chair: bool,
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
    const IS_OFFICE: bool = true;

    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.from_year, row.to_year)
    }

    fn order(row: &Model) -> Option<i32> {
        row.succession
    }

    fn is_shared(row: &Model) -> bool {
        row.co_chair
    }
}
