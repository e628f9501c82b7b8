//! ISCMs' associations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What an ISCM is formally part of or associated with: an organization or another ISCM.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "iscm_association",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The ISCM's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub iscm_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The other ISCM's id, when it is associated with one.
    pub associated_iscm_id: Option<String>,
    /// The organization's acronym, when it is associated with one.
    pub organization_id: Option<String>,
    /// The ISCM it is part of.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The other ISCM.
    #[sea_orm(
        belongs_to,
        relation_enum = "AssociatedIscm",
        from = "associated_iscm_id",
        to = "id"
    )]
    pub associated_iscm: BelongsTo<Option<super::iscm::Entity>>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<Option<super::organization::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Of the two relations to `iscm` this is the one that is meant without a name: whose association it is.
impl Related<super::iscm::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Iscm.def()
    }
}
