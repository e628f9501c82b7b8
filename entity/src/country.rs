//! Countries.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A country or area of ISO 3166-1, or `XK` (Kosovo). Names and regions come from a crate; the row makes the code a key that other rows point at.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "country", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// The ISO 3166-1 alpha-2 code, e.g. `MX`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
}

impl ActiveModelBehavior for ActiveModel {}
