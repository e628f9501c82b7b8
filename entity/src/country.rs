//! Countries.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A country or area of ISO 3166-1, or `XK` (Kosovo). Names and regions come from a crate; the row makes the code a key that other rows point at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "country")]
pub struct Model {
    /// The ISO 3166-1 alpha-2 code, e.g. `MX`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
