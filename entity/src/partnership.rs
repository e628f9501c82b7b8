//! Partnerships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::PartnerCategory;
use crate::values::Modalities;

/// An ISCM's work with another ISCM, an organization or a category of partners.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "partnership",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The partner's id, when it is another ISCM.
    pub partner_id: Option<String>,
    /// The partner's acronym, when it is an organization.
    pub organization_id: Option<String>,
    /// The category of partners, when no single one is meant.
    pub category: Option<PartnerCategory>,
    /// The forms the work takes.
    #[sea_orm(column_type = "JsonBinary")]
    pub modalities: Modalities,
    /// What they do together.
    pub summary: String,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The partner, when it is another ISCM.
    #[sea_orm(belongs_to, relation_enum = "Partner", from = "partner_id", to = "id")]
    pub partner: BelongsTo<Option<super::iscm::Entity>>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<Option<super::organization::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Of the two relations to `iscm` this is the one that is meant without a name: whose partnership it
/// is. SeaORM leaves the choice to us.
impl Related<super::iscm::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Iscm.def()
    }
}
