//! Related events.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An event beside the series of global meetings.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "related_event",
    model_attrs(derive(Serialize, Deserialize))
)]
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
    /// The series.
    #[sea_orm(belongs_to, from = "series_id", to = "id")]
    pub series: BelongsTo<super::meeting_series::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<Option<super::country::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
