//! Objectives.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An objective or target of a framework.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objective", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The framework.
    #[sea_orm(belongs_to, from = "framework_id", to = "id")]
    pub framework: BelongsTo<super::framework::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
