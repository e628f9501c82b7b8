//! Objectives.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// An objective or target of a framework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "objective")]
pub struct Model {
    /// The code's slug, e.g. `gcm-23`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The framework's id.
    pub framework_id: String,
    /// Its place in the framework, from 0.
    pub position: i32,
    /// The code, e.g. `GCM 23`.
    pub code: String,
    /// The title.
    pub title: String,
}

references! {
    /// The framework.
    Framework: super::framework by FrameworkId;
}

impl ActiveModelBehavior for ActiveModel {}
