//! Structures.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::StructureKind;
use crate::tables::Dated;

/// A standing part of an ISCM: its chair, meetings, networks, secretariat.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "structure", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The name.
    pub name: String,
    /// What kind of structure it is.
    pub kind: StructureKind,
    /// What it does.
    pub summary: String,
    /// When it was set up (year), if known.
    pub established: Option<i32>,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.established, None)
    }
}
