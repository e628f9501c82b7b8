//! The data set's present version.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// The one row that holds the present version. Writers update it first, which makes them wait for
/// each other; followers poll it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dataset")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The newest changeset's version; 0 before the first import.
    pub version: i64,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
