//! Funding sources.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::FundingKind;

/// A way in which an ISCM is paid for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "funding", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// What kind of funding it is.
    pub kind: FundingKind,
    /// How it works.
    pub summary: String,
    /// The amount in minor units of the currency, if known.
    pub amount_minor: Option<i64>,
    /// The ISO 4217 code of the amount's currency.
    pub currency: Option<String>,
    /// The year it was given or is for (year), if known.
    pub year: Option<i32>,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
