//! Partnerships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::PartnerCategory;
use crate::references::references;
use crate::values::Modalities;

/// An ISCM's work with another ISCM, an organization or a category of partners.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "partnership")]
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
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The partner, when it is another ISCM.
    Partner: super::iscm by PartnerId, by name;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
