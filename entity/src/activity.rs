//! Activities.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::ActivityKind;

/// Something an ISCM does or did between its meetings.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "activity", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// What kind of activity it is.
    pub kind: ActivityKind,
    /// What was done.
    pub summary: String,
    /// When (year), if known.
    pub year: Option<i32>,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
