//! ISCMs' predecessors.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An ISCM that another one grew out of.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "iscm_predecessor",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The ISCM's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub iscm_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The predecessor's id.
    pub predecessor_id: String,
    /// The ISCM it is part of.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The predecessor.
    #[sea_orm(
        belongs_to,
        relation_enum = "Predecessor",
        from = "predecessor_id",
        to = "id"
    )]
    pub predecessor: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Of the two relations to `iscm` this is the one that is meant without a name: whose predecessor it is.
impl Related<super::iscm::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Iscm.def()
    }
}
