//! Events' attendees.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// Who took part in an event: a country or an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "event_attendee")]
pub struct Model {
    /// The event's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
}

references! {
    /// The event it is part of.
    Event: super::event by EventId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
