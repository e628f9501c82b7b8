//! Recommendations' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A topic of a recommendation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "recommendation_topic",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The recommendation's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub recommendation_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
    /// The recommendation it is part of.
    #[sea_orm(belongs_to, from = "recommendation_id", to = "id")]
    pub recommendation: BelongsTo<super::recommendation::Entity>,
    /// The topic.
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
