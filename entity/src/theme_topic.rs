//! Themes' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A topic of a theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "theme_topic")]
pub struct Model {
    /// The theme's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
}

references! {
    /// The theme it is part of.
    Theme: super::theme by ThemeId;
    /// The topic.
    Topic: super::topic by TopicId;
}

impl ActiveModelBehavior for ActiveModel {}
