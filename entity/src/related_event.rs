//! Related events.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// An event beside the series of global meetings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "related_event")]
pub struct Model {
    /// The name's slug.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The series's id.
    pub series_id: String,
    /// The name.
    pub name: String,
    /// The year it was held.
    pub year: i32,
    /// The first day, if known.
    pub start_date: Option<Date>,
    /// The city, if known.
    pub city: Option<String>,
    /// The country's alpha-2 code, if known.
    pub country_id: Option<String>,
    /// Whether it was held online.
    pub online: bool,
    /// Who took part, if known.
    pub participants: Option<String>,
    /// What happened.
    pub summary: String,
}

references! {
    /// The series.
    Series: super::meeting_series by SeriesId;
    /// The country.
    Country: super::country by CountryId;
}

impl ActiveModelBehavior for ActiveModel {}
