//! Changesets: the log's entries.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// One write to the data set: all its changes were made in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "changeset")]
pub struct Model {
    /// The version the data set had after it: 1, 2, 3… without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// Who wrote it.
    pub actor: String,
    /// What it is for, in the writer's words.
    pub message: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
