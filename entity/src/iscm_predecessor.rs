//! ISCMs' predecessors.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// An ISCM that another one grew out of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "iscm_predecessor")]
pub struct Model {
    /// The ISCM's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub iscm_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The predecessor's id.
    pub predecessor_id: String,
}

references! {
    /// The ISCM it is part of.
    Iscm: super::iscm by IscmId;
    /// The predecessor.
    Predecessor: super::iscm by PredecessorId, by name;
}

impl ActiveModelBehavior for ActiveModel {}
