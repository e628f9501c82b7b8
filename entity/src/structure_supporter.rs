//! Structures' supporters.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// An organization that supports a structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "structure_supporter")]
pub struct Model {
    /// The structure's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The organization's id.
    pub organization_id: String,
}

references! {
    /// The structure it is part of.
    Structure: super::structure by StructureId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
