//! Global meetings.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A Global Meeting of ISCMs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "global_meeting")]
pub struct Model {
    /// The number, e.g. `8`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The series's id.
    pub series_id: String,
    /// The number in the series.
    pub number: i32,
    /// The name.
    pub name: String,
    /// The year it was held.
    pub year: i32,
    /// The first day, if known.
    pub start_date: Option<Date>,
    /// The last day, if known.
    pub end_date: Option<Date>,
    /// The city, if known.
    pub city: Option<String>,
    /// The country's alpha-2 code, if known.
    pub country_id: Option<String>,
    /// Whether it was held online.
    pub online: bool,
    /// What it was about, if known.
    pub theme: Option<String>,
    /// Who took part, if known.
    pub participants: Option<String>,
    /// What happened.
    pub summary: String,
    /// What came of it, if known.
    pub outcomes: Option<String>,
}

references! {
    /// The series.
    Series: super::meeting_series by SeriesId;
    /// The country.
    Country: super::country by CountryId;
}

impl ActiveModelBehavior for ActiveModel {}
