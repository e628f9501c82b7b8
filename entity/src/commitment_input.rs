//! Commitments' inputs.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// What a country or an organization reports it did for a commitment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_input")]
pub struct Model {
    /// `<iscm>/<commitment>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The commitment's id.
    pub commitment_id: String,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
    /// What was done.
    pub summary: String,
    /// When it was received, if known.
    pub received: Option<Date>,
}

references! {
    /// The commitment.
    Commitment: super::commitment by CommitmentId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
