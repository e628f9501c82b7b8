//! Recommendations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// Something an assessment recommends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation")]
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
}

references! {
    /// The assessment.
    Assessment: super::assessment by AssessmentId;
}

impl ActiveModelBehavior for ActiveModel {}
