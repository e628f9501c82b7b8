//! Recommendations' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A topic of a recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation_topic")]
pub struct Model {
    /// The recommendation's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub recommendation_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
}

references! {
    /// The recommendation it is part of.
    Recommendation: super::recommendation by RecommendationId;
    /// The topic.
    Topic: super::topic by TopicId;
}

impl ActiveModelBehavior for ActiveModel {}
