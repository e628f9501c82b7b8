//! Structures' supporters.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An organization that supports a structure.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "structure_supporter",
    model_attrs(derive(Serialize, Deserialize))
)]
pub struct Model {
    /// The structure's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The organization's id.
    pub organization_id: String,
    /// The structure it is part of.
    #[sea_orm(belongs_to, from = "structure_id", to = "id")]
    pub structure: BelongsTo<super::structure::Entity>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<super::organization::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
