//! Frameworks.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A global framework on migration, e.g. the Global Compact for Migration.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "framework", model_attrs(derive(Serialize, Deserialize)))]
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

impl ActiveModelBehavior for ActiveModel {}
