//! Added value.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::values::AddedValueKinds;

/// What members say membership in an ISCM is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "added_value")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The kinds of value named.
    #[sea_orm(column_type = "JsonBinary")]
    pub values: AddedValueKinds,
    /// What they said.
    pub summary: String,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
}

impl ActiveModelBehavior for ActiveModel {}
