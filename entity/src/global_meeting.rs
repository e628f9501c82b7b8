//! Global meetings.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A Global Meeting of ISCMs.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "global_meeting",
    model_attrs(derive(Serialize, Deserialize))
)]
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
    /// The series.
    #[sea_orm(belongs_to, from = "series_id", to = "id")]
    pub series: BelongsTo<super::meeting_series::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<Option<super::country::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
