//! Revisions of proposals.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// What a proposal says: amending it makes another revision. A verdict is on one.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_revision")]
pub struct Model {
    /// The proposal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: String,
    /// Its number, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Why, in the author's words.
    pub message: String,
    /// The edits, as they are kept.
    #[sea_orm(column_type = "JsonBinary")]
    pub edits: Json,
    /// The version that the author saw.
    pub based_on: i64,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
}

references! {
    /// The proposal.
    Proposal: super::proposal by ProposalId;
}

impl ActiveModelBehavior for ActiveModel {}
