//! Citations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::tables::NodeType;

/// Where a fact was found. It points at its record by type and id, because any record can be cited;
/// what a foreign key would hold, loading the graph checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "citation")]
pub struct Model {
    /// The cited record's type.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_type: NodeType,
    /// The cited record's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: String,
    /// Its place in the record's list of citations, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The source's id.
    pub source_id: String,
    /// The place in the source (a heading, a section, a page), if the citation names one.
    pub locator: Option<String>,
}

references! {
    /// The source.
    Source: super::source by SourceId;
}

impl ActiveModelBehavior for ActiveModel {}
