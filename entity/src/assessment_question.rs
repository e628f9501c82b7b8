//! Assessments' questions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{QuestionAudience, QuestionBasis};

/// A question an assessment asked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "assessment_question",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<assessment>/<number>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The assessment's id.
    pub assessment_id: String,
    /// The section it belongs to's id.
    pub section_id: String,
    /// The number, from 1.
    pub number: i32,
    /// Who was asked.
    pub audience: QuestionAudience,
    /// The question.
    pub text: String,
    /// How the question is known.
    pub basis: QuestionBasis,
    /// The assessment.
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    /// The section it belongs to.
    #[sea_orm(belongs_to, from = "section_id", to = "id")]
    pub section: BelongsTo<super::assessment_section::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
