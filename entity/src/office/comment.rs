//! Comments on proposals.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// What somebody said of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_comment")]
pub struct Model {
    /// The proposal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: String,
    /// Its number, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The revision that was the newest then.
    pub revision: i32,
    /// Who says it.
    pub account_id: String,
    /// What is said.
    pub text: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
}

references! {
    /// The proposal.
    Proposal: super::proposal by ProposalId;
    /// Who says it.
    Account: super::account by AccountId;
}

impl ActiveModelBehavior for ActiveModel {}
