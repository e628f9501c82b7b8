//! Assessments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::values::Texts;

/// A survey and assessment of ISCMs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    /// The key in its file's name, e.g. `2019`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The title.
    pub title: String,
    /// The year it was made.
    pub year: i32,
    /// The id of the organization that made it.
    pub conducted_by_id: String,
    /// What it was for.
    pub purpose: String,
    /// The global meeting it was presented at's id, if known.
    pub presented_at_id: Option<String>,
    /// How it was made.
    #[sea_orm(column_type = "JsonBinary")]
    pub methods: Texts,
    /// When it was published, if known.
    pub published: Option<Date>,
    /// How many pages it has, if known.
    pub pages: Option<i32>,
    /// The ISBN, if known.
    pub isbn: Option<String>,
    /// The publisher's reference, if known.
    pub reference: Option<String>,
    /// What it is.
    pub summary: String,
}

references! {
    /// The organization that made it.
    ConductedBy: super::organization by ConductedById;
    /// The global meeting it was presented at.
    PresentedAt: super::global_meeting by PresentedAtId;
}

impl ActiveModelBehavior for ActiveModel {}
