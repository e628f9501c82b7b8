//! Added value's parties.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// Who named an added value: a country or an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "added_value_party")]
pub struct Model {
    /// The added value's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub added_value_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
}

references! {
    /// The added value it is part of.
    AddedValue: super::added_value by AddedValueId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
