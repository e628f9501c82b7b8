//! Commitments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::CommitmentStatus;
use crate::references::references;

/// What an ISCM's members committed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The title.
    pub title: String,
    /// The instrument it is made in's id, if known.
    pub instrument_id: Option<String>,
    /// The year it was made.
    pub year: i32,
    /// What it commits to.
    pub summary: String,
    /// When it is due, if a date is set.
    pub due: Option<Date>,
    /// How far it is, if known.
    pub status: Option<CommitmentStatus>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The instrument it is made in.
    Instrument: super::instrument by InstrumentId;
}

impl ActiveModelBehavior for ActiveModel {}
