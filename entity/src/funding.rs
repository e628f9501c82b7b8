//! Funding sources.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::FundingKind;
use crate::references::references;

/// A way in which an ISCM is paid for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "funding")]
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
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
}

impl ActiveModelBehavior for ActiveModel {}
