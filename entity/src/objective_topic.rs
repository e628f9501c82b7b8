//! Objectives' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A topic of an objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "objective_topic")]
pub struct Model {
    /// The objective's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub objective_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
}

references! {
    /// The objective it is part of.
    Objective: super::objective by ObjectiveId;
    /// The topic.
    Topic: super::topic by TopicId;
}

impl ActiveModelBehavior for ActiveModel {}
