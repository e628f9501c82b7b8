//! Commitments' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A topic of a commitment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_topic")]
pub struct Model {
    /// The commitment's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub commitment_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
}

references! {
    /// The commitment it is part of.
    Commitment: super::commitment by CommitmentId;
    /// The topic.
    Topic: super::topic by TopicId;
}

impl ActiveModelBehavior for ActiveModel {}
