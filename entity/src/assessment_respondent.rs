//! Assessments' respondents.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::RespondentKind;
use crate::references::references;

/// How many of one kind of respondents answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_respondent")]
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
}

references! {
    /// The assessment.
    Assessment: super::assessment by AssessmentId;
}

impl ActiveModelBehavior for ActiveModel {}
