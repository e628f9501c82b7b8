//! Themes' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A topic of a theme.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "theme_topic",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The theme's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
    /// The theme it is part of.
    #[sea_orm(belongs_to, from = "theme_id", to = "id")]
    pub theme: BelongsTo<super::theme::Entity>,
    /// The topic.
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
