//! Uptakes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A national measure built on an ISCM's instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "uptake")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The country's id.
    pub country_id: String,
    /// The instrument's id, if known.
    pub instrument_id: Option<String>,
    /// What the country did.
    pub summary: String,
    /// When (year), if known.
    pub year: Option<i32>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The country.
    Country: super::country by CountryId;
    /// The instrument.
    Instrument: super::instrument by InstrumentId;
}

impl ActiveModelBehavior for ActiveModel {}
