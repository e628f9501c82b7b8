//! Global meetings' parties.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::MeetingRole;
use crate::references::references;

/// Who organized or hosted a global meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "global_meeting_party")]
pub struct Model {
    /// The global meeting's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub global_meeting_id: String,
    /// Its place in the list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What part it had.
    pub role: MeetingRole,
    /// The country's alpha-2 code, when the party is a country.
    pub country_id: Option<String>,
    /// The organization's acronym, when the party is an organization.
    pub organization_id: Option<String>,
}

references! {
    /// The global meeting it is part of.
    GlobalMeeting: super::global_meeting by GlobalMeetingId;
    /// The country.
    Country: super::country by CountryId;
    /// The organization.
    Organization: super::organization by OrganizationId;
}

impl ActiveModelBehavior for ActiveModel {}
