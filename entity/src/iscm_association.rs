//! ISCMs' associations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// What an ISCM is formally part of or associated with: an organization or another ISCM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "iscm_association")]
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
}

references! {
    /// The ISCM it is part of.
    Iscm: super::iscm by IscmId;
    /// The other ISCM.
    AssociatedIscm: super::iscm by AssociatedIscmId, by name;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
