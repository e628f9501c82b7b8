//! Earlier reviews.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A review of ISCMs before an assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_review")]
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
}

references! {
    /// The assessment.
    Assessment: super::assessment by AssessmentId;
}

impl ActiveModelBehavior for ActiveModel {}
