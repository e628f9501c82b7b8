//! Inter-State consultation mechanisms on migration.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{IscmKind, IscmStatus};
use crate::references::references;
use crate::values::{Names, Texts};

/// An inter-State consultation mechanism on migration (ISCM).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "iscm")]
pub struct Model {
    /// The slug, e.g. `rcm`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The acronym or short name, e.g. `RCM`.
    pub acronym: String,
    /// Official names by language.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: Names,
    /// Other names it is or was known by.
    #[sea_orm(column_type = "JsonBinary")]
    pub aliases: Texts,
    /// Its place in IOM's taxonomy.
    pub kind: IscmKind,
    /// Whether it is at work, at the newest source.
    pub status: IscmStatus,
    /// The year it was founded.
    pub established: i32,
    /// The year it ended, if it did and that is known.
    pub ended: Option<i32>,
    /// The region it covers, as IOM names it.
    pub region: String,
    /// Two to four sentences on what it is.
    pub summary: String,
    /// Its working languages, as ISO 639-1 codes in capitals.
    #[sea_orm(column_type = "JsonBinary")]
    pub languages: Texts,
    /// Its website, if known.
    pub website: Option<String>,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
