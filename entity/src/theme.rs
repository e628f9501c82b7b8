//! Themes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::tables::Dated;

/// A theme an ISCM works on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "theme")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The title.
    pub title: String,
    /// The id of the theme it is a part of, if any.
    pub parent_id: Option<String>,
    /// The first year it was worked on (year), if known.
    pub from_year: Option<i32>,
    /// The last year it was worked on (year), if known.
    pub to_year: Option<i32>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The theme it is a part of.
    Parent: self by ParentId, by name;
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.from_year, row.to_year)
    }
}
