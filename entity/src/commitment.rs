//! Commitments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::CommitmentStatus;

/// What an ISCM's members committed to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment", model_attrs(derive(Serialize, Deserialize)))]
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
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The instrument it is made in.
    #[sea_orm(belongs_to, from = "instrument_id", to = "id")]
    pub instrument: BelongsTo<Option<super::instrument::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
