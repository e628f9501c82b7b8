//! Instruments' topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A topic of an instrument.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "instrument_topic",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The instrument's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instrument_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The topic's id.
    pub topic_id: String,
    /// The instrument it is part of.
    #[sea_orm(belongs_to, from = "instrument_id", to = "id")]
    pub instrument: BelongsTo<super::instrument::Entity>,
    /// The topic.
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
