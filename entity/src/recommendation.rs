//! Recommendations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Something an assessment recommends.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "recommendation",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<assessment>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The assessment's id.
    pub assessment_id: String,
    /// The number, from 1.
    pub number: i32,
    /// What it says.
    pub summary: String,
    /// The assessment.
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
