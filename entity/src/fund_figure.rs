//! Funds' figures.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A number known of a fund.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "fund_figure")]
pub struct Model {
    /// `<iscm>/<fund>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The fund's id.
    pub fund_id: String,
    /// Its place among the fund's figures, from 0.
    pub position: i32,
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: f64,
    /// The unit: an ISO 4217 code or a noun, e.g. `persons`.
    pub unit: String,
    /// The first year it is for (year), if known.
    pub from_year: Option<i32>,
    /// The last year it is for (year), if known.
    pub to_year: Option<i32>,
}

references! {
    /// The fund.
    Fund: super::fund by FundId;
}

impl ActiveModelBehavior for ActiveModel {}
