//! Earlier reviews.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A review of ISCMs before an assessment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "earlier_review",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<assessment>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The assessment's id.
    pub assessment_id: String,
    /// The title.
    pub title: String,
    /// The series it appeared in.
    pub series: String,
    /// The year it was published.
    pub year: i32,
    /// How many ISCMs it studied, if known.
    pub iscms: Option<i32>,
    /// What it says.
    pub summary: String,
    /// The assessment.
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
