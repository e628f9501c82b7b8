//! Findings' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A topic of a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "finding_topic")]
pub struct Model {
    /// The finding's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub finding_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
}

references! {
    /// The finding it is part of.
    Finding: super::finding by FindingId;
    /// The topic.
    Topic: super::topic by TopicId;
}

impl ActiveModelBehavior for ActiveModel {}
