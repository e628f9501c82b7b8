//! Commitments' inputs.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a country or an organization reports it did for a commitment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "commitment_input",
    model_attrs(derive(Serialize, Deserialize))
)]
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
    /// The commitment.
    #[sea_orm(belongs_to, from = "commitment_id", to = "id")]
    pub commitment: BelongsTo<super::commitment::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<Option<super::country::Entity>>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<Option<super::organization::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
