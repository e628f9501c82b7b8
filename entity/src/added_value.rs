//! Added value.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::values::AddedValueKinds;

/// What members say membership in an ISCM is worth.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "added_value",
    model_attrs(derive(Serialize, Deserialize))
)]
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
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
