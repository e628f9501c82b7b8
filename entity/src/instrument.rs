//! Instruments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::InstrumentKind;

/// A document an ISCM adopted or published.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "instrument", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The title.
    pub title: String,
    /// What kind of document it is.
    pub kind: InstrumentKind,
    /// The year of adoption or publication.
    pub year: i32,
    /// The event it was adopted at's id, if known.
    pub event_id: Option<String>,
    /// What it says, if known.
    pub summary: Option<String>,
    /// Where it is on the web, if known.
    pub url: Option<String>,
    /// The ISCM it belongs to.
    #[sea_orm(belongs_to, from = "iscm_id", to = "id")]
    pub iscm: BelongsTo<super::iscm::Entity>,
    /// The event it was adopted at.
    #[sea_orm(belongs_to, from = "event_id", to = "id")]
    pub event: BelongsTo<Option<super::event::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
