//! Contributions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::GovernanceLevel;

/// What an ISCM brought to migration governance, at one level.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "contribution",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The level of governance.
    pub level: GovernanceLevel,
    /// What it brought about.
    pub summary: String,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
