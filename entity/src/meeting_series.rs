//! Series of meetings.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::values::Texts;

/// The series that the global meetings of ISCMs form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_series")]
pub struct Model {
    /// The acronym in lower case, e.g. `grcp`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The name.
    pub name: String,
    /// The acronym.
    pub acronym: String,
    /// What it was called before, if known.
    pub former_name: Option<String>,
    /// The year of the first meeting.
    pub since: i32,
    /// How often it meets, if known.
    pub frequency: Option<String>,
    /// The organization that is its secretariat's id.
    pub secretariat_id: String,
    /// What it is for.
    #[sea_orm(column_type = "JsonBinary")]
    pub aims: Texts,
    /// Who takes part.
    pub participants: String,
}

references! {
    /// The organization that is its secretariat.
    Secretariat: super::organization by SecretariatId;
}

impl ActiveModelBehavior for ActiveModel {}
