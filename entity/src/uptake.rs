//! Uptakes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A national measure built on an ISCM's instrument.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "uptake", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The country's id.
    pub country_id: String,
    /// The instrument's id, if known.
    pub instrument_id: Option<String>,
    /// What the country did.
    pub summary: String,
    /// When (year), if known.
    pub year: Option<i32>,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<super::country::Entity>,
    /// The instrument.
    #[sea_orm(belongs_to, from = "instrument_id", to = "id")]
    pub instrument: BelongsTo<Option<super::instrument::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
