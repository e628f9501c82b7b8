//! Changes: what a changeset did to each record.

use sea_orm::entity::prelude::*;

use crate::enums::Operation;
use crate::references::references;
use crate::tables::NodeType;

/// What one changeset did to one record. `before` and `after` hold the record's row with the rows
/// that are part of it (topics, citations…) as lists under their tables' names.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// The changeset's version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// The record's type.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_type: NodeType,
    /// The record's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: String,
    /// The format of `before` and `after`: which columns they have, and how.
    pub format: i32,
    /// What was done.
    pub operation: Operation,
    /// The record before; null when it was added.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub before: Option<Json>,
    /// The record after; null when it was removed.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub after: Option<Json>,
}

references! {
    /// The changeset.
    Changeset: super::changeset(Version) by Version;
}

impl ActiveModelBehavior for ActiveModel {}
