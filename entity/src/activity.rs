//! Activities.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::ActivityKind;
use crate::references::references;

/// Something an ISCM does or did between its meetings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
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
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
}

impl ActiveModelBehavior for ActiveModel {}
