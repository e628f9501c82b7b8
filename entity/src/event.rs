//! Events.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{EventKind, EventStatus};
use crate::references::references;

/// A meeting or other event of an ISCM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The name.
    pub name: String,
    /// What kind of event it is.
    pub kind: EventKind,
    /// The year it was or is to be held.
    pub year: i32,
    /// The first day, if known.
    pub start_date: Option<Date>,
    /// The last day, if known.
    pub end_date: Option<Date>,
    /// The city, if known.
    pub city: Option<String>,
    /// The country's alpha-2 code, if known.
    pub country_id: Option<String>,
    /// What it was about, if known.
    pub theme: Option<String>,
    /// Whether it was held, if a source tells.
    pub status: Option<EventStatus>,
    /// How many people took part, if known.
    pub participants: Option<i32>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The country.
    Country: super::country by CountryId;
}

impl ActiveModelBehavior for ActiveModel {}
