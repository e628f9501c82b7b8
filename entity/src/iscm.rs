//! Inter-State consultation mechanisms on migration.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{IscmKind, IscmStatus};
use crate::values::{Names, Texts};

/// An inter-State consultation mechanism on migration (ISCM).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "iscm", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The region it covers, as IOM names it.
    pub region: String,
    /// Two to four sentences on what it is.
    pub summary: String,
    /// Its website, if known.
    pub website: Option<String>,
    /// Its rows of `theme`.
    #[sea_orm(has_many)]
    pub themes: HasMany<super::theme::Entity>,
    /// Its rows of `membership`.
    #[sea_orm(has_many)]
    pub memberships: HasMany<super::membership::Entity>,
    /// Its rows of `chairmanship`.
    #[sea_orm(has_many)]
    pub chairmanships: HasMany<super::chairmanship::Entity>,
    /// Its rows of `structure`.
    #[sea_orm(has_many)]
    pub structures: HasMany<super::structure::Entity>,
    /// Its rows of `funding`.
    #[sea_orm(has_many)]
    pub fundings: HasMany<super::funding::Entity>,
    /// Its rows of `fund`.
    #[sea_orm(has_many)]
    pub funds: HasMany<super::fund::Entity>,
    /// Its rows of `event`.
    #[sea_orm(has_many)]
    pub events: HasMany<super::event::Entity>,
    /// Its rows of `instrument`.
    #[sea_orm(has_many)]
    pub instruments: HasMany<super::instrument::Entity>,
    /// Its rows of `contribution`.
    #[sea_orm(has_many)]
    pub contributions: HasMany<super::contribution::Entity>,
    /// Its rows of `added_value`.
    #[sea_orm(has_many)]
    pub added_values: HasMany<super::added_value::Entity>,
    /// Its rows of `uptake`.
    #[sea_orm(has_many)]
    pub uptakes: HasMany<super::uptake::Entity>,
    /// Its rows of `activity`.
    #[sea_orm(has_many)]
    pub activitys: HasMany<super::activity::Entity>,
    /// Its rows of `commitment`.
    #[sea_orm(has_many)]
    pub commitments: HasMany<super::commitment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
