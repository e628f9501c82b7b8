//! Funds.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::FundKind;
use crate::values::Texts;

/// A standing fund of an ISCM.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "fund", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
