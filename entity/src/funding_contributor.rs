//! Funding sources' contributors.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::ContributorCategory;
use crate::references::references;

/// Who contributes to a funding source: a category, a country or an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "funding_contributor")]
pub struct Model {
    /// The funding's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub funding_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The category, when it is one.
    pub category: Option<ContributorCategory>,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
}

references! {
    /// The funding it is part of.
    Funding: super::funding by FundingId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
