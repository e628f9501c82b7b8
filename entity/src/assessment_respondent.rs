//! Assessments' respondents.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::RespondentKind;

/// How many of one kind of respondents answered.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "assessment_respondent",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<assessment>/<kind>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The assessment's id.
    pub assessment_id: String,
    /// The kind of respondents.
    pub kind: RespondentKind,
    /// How many answered.
    pub count: i32,
    /// The assessment.
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
