//! Contributions' instruments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// An instrument a contribution was made with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "contribution_instrument")]
pub struct Model {
    /// The contribution's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contribution_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The instrument's id.
    pub instrument_id: String,
}

references! {
    /// The contribution it is part of.
    Contribution: super::contribution by ContributionId;
    /// The instrument.
    Instrument: super::instrument by InstrumentId;
}

impl ActiveModelBehavior for ActiveModel {}
