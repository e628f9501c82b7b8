//! Instruments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::InstrumentKind;
use crate::references::references;
use crate::tables::Dated;

/// A document an ISCM adopted or published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "instrument")]
pub struct Model {
    /// `<iscm>/<key>`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The ISCM's id.
    pub iscm_id: String,
    /// The title.
    pub title: String,
    /// What kind of document it is.
    pub kind: InstrumentKind,
    /// The year of adoption or publication.
    pub year: i32,
    /// The event it was adopted at's id, if known.
    pub event_id: Option<String>,
    /// What it says, if known.
    pub summary: Option<String>,
    /// Where it is on the web, if known.
    pub url: Option<String>,
    /// The first year of its term, if it is a plan for a time and that is known.
    pub from_year: Option<i32>,
    /// The last year of its term, if it is a plan for a time and that is known.
    pub to_year: Option<i32>,
}

references! {
    /// The ISCM it belongs to.
    Iscm: super::iscm by IscmId;
    /// The event it was adopted at.
    Event: super::event by EventId;
}

impl ActiveModelBehavior for ActiveModel {}

impl Dated for Entity {
    /// A plan whose last year is not known may have been over for long.
    const GOES_ON: bool = false;

    fn years(row: &Model) -> (Option<i32>, Option<i32>) {
        (row.from_year, row.to_year)
    }

    /// What plans is for a time, known or not. Other documents are where a source tells their term.
    fn is_dated(row: &Model) -> bool {
        let has_term = row.from_year.or(row.to_year).is_some();
        has_term
            || matches!(
                row.kind,
                InstrumentKind::ActionPlan | InstrumentKind::Strategy
            )
    }

    fn not_before(row: &Model) -> Option<i32> {
        Some(row.year)
    }
}
