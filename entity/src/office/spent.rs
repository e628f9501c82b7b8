//! What accounts have spent, on all servers of a database.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// What an account had spent at a moment that had not come back by then.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spent")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: String,
    /// How many points.
    pub points: f64,
    /// How many come back in each second.
    pub per_second: f64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z, by the database's clock.
    pub at: i64,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
