//! Assessments' questions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{QuestionAudience, QuestionBasis};
use crate::references::references;

/// A question an assessment asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_question")]
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
}

references! {
    /// The assessment.
    Assessment: super::assessment by AssessmentId;
    /// The section it belongs to.
    Section: super::assessment_section by SectionId;
}

impl ActiveModelBehavior for ActiveModel {}
