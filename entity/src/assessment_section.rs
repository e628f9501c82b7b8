//! Assessments' sections.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A section of an assessment's summaries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_section")]
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
}

references! {
    /// The assessment.
    Assessment: super::assessment by AssessmentId;
}

impl ActiveModelBehavior for ActiveModel {}
