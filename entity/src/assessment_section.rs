//! Assessments' sections.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A section of an assessment's summaries.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "assessment_section",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<assessment>/<number>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The assessment's id.
    pub assessment_id: String,
    /// The number, from 1.
    pub number: i32,
    /// The title.
    pub title: String,
    /// What it is about.
    pub covers: String,
    /// The assessment.
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
