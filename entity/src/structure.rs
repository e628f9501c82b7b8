//! Structures.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{MeetingFrequency, StructureKind};
use crate::references::references;
use crate::tables::Dated;

/// A standing part of an ISCM: its chair, meetings, networks, secretariat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "structure")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The name.
    pub name: String,
    /// What kind of structure it is.
    pub kind: StructureKind,
    /// What it does.
    pub summary: String,
    /// When it was set up (year), if known.
    pub established: Option<i32>,
    /// How often it meets, if known.
    pub frequency: Option<MeetingFrequency>,
    /// The city it is seated in, if it is and that is known.
    pub seat_city: Option<String>,
    /// The alpha-2 code of the country it is seated in, if it is and that is known.
    pub seat_country_id: Option<String>,
    /// The acronym of the organization that houses it, if one does and that is known.
    pub hosted_by_id: Option<String>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The country it is seated in.
    SeatCountry: super::country by SeatCountryId;
    /// The organization that houses it.
    HostedBy: super::organization by HostedById;
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.established, None)
    }
}
