//! Funds.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::FundKind;
use crate::references::references;
use crate::values::Texts;

/// A standing fund of an ISCM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "fund")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The name.
    pub name: String,
    /// What kind of fund it is.
    pub kind: FundKind,
    /// The year it was set up.
    pub established: i32,
    /// What it is for.
    pub purpose: String,
    /// Whom it helps.
    #[sea_orm(column_type = "JsonBinary")]
    pub beneficiaries: Texts,
    /// How it works.
    pub summary: String,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
}

impl ActiveModelBehavior for ActiveModel {}
