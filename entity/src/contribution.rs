//! Contributions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::GovernanceLevel;
use crate::references::references;

/// What an ISCM brought to migration governance, at one level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
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
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
}

impl ActiveModelBehavior for ActiveModel {}
