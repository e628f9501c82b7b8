//! Organizations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::OrganizationKind;
use crate::references::references;

/// An organization that takes part in, supports or works with ISCMs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// The acronym, e.g. `IOM`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The full name.
    pub name: String,
    /// What kind of organization it is.
    pub kind: OrganizationKind,
    /// The data file that names it first, e.g. `iscm/rcm`.
    pub file: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
