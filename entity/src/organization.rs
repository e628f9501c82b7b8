//! Organizations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::OrganizationKind;

/// An organization that takes part in, supports or works with ISCMs.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "organization",
    model_attrs(derive(Serialize, Deserialize))
)]
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

impl ActiveModelBehavior for ActiveModel {}
