//! Frameworks.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A global framework on migration, e.g. the Global Compact for Migration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "framework")]
pub struct Model {
    /// The slug, e.g. `gcm`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The name.
    pub name: String,
    /// The year it was adopted.
    pub adopted: i32,
    /// What it is.
    pub summary: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
