//! Findings' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A topic of a finding.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "finding_topic",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The finding's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub finding_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
    /// The finding it is part of.
    #[sea_orm(belongs_to, from = "finding_id", to = "id")]
    pub finding: BelongsTo<super::finding::Entity>,
    /// The topic.
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
