//! Objectives' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A topic of an objective.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "objective_topic",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The objective's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub objective_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
    /// The objective it is part of.
    #[sea_orm(belongs_to, from = "objective_id", to = "id")]
    pub objective: BelongsTo<super::objective::Entity>,
    /// The topic.
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
