//! Themes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::tables::Dated;

/// A theme an ISCM works on.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "theme", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The theme it is a part of.
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.from_year, row.to_year)
    }
}
