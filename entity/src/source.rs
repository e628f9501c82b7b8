//! Sources.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::SourceKind;
use crate::references::references;

/// A document or page that facts are cited from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// The source's slug, e.g. `summary-2019`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When it was published (year), if known.
    pub year: Option<i32>,
    /// Where it is on the web, if it is.
    pub url: Option<String>,
    /// The day on which it was read, if known.
    pub accessed: Option<Date>,
    /// The address of an archived copy, if one is known.
    pub archived: Option<String>,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The data file that lists it, e.g. `iscm/rcm`.
    pub file: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
