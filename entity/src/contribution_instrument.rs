//! Contributions' instruments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An instrument a contribution was made with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "contribution_instrument",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The contribution's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contribution_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The instrument's id.
    pub instrument_id: String,
    /// The contribution it is part of.
    #[sea_orm(belongs_to, from = "contribution_id", to = "id")]
    pub contribution: BelongsTo<super::contribution::Entity>,
    /// The instrument.
    #[sea_orm(belongs_to, from = "instrument_id", to = "id")]
    pub instrument: BelongsTo<super::instrument::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
