//! Global meetings' parties.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::MeetingRole;

/// Who organized or hosted a global meeting.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(
    table_name = "global_meeting_party",
    model_attrs(derive(Serialize, Deserialize))
)]
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
    /// The global meeting it is part of.
    #[sea_orm(belongs_to, from = "global_meeting_id", to = "id")]
    pub global_meeting: BelongsTo<super::global_meeting::Entity>,
    /// The country.
    #[sea_orm(belongs_to, from = "country_id", to = "id")]
    pub country: BelongsTo<Option<super::country::Entity>>,
    /// The organization.
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub organization: BelongsTo<Option<super::organization::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
