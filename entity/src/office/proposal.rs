//! Proposals: changesets before they are published, and what became of them.

use sea_orm::entity::prelude::*;

use super::ChangesetStatus;
use crate::references::references;
use crate::values::Texts;

/// A changeset that somebody proposed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    /// The id: when it was proposed, and some random digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Who proposed it.
    pub account_id: String,
    /// The request that proposed it, by the client's own key; null where it gave none.
    pub request_key: Option<String>,
    /// The SHA-256 of what was proposed with that key, in hexadecimal digits.
    pub request_hash: Option<String>,
    /// What it is called.
    pub title: String,
    /// The slugs of the ISCMs that its newest revision changes.
    #[sea_orm(column_type = "JsonBinary")]
    pub iscms: Texts,
    /// Where it stands.
    pub status: ChangesetStatus,
    /// The number of its newest revision, from 1.
    pub revision: i32,
    /// When it was proposed, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When it was decided on; null while it is not.
    pub decided_at: Option<i64>,
    /// Who decided on it.
    pub decided_by: Option<String>,
    /// Why it was rejected, in the decider's words.
    pub reason: Option<String>,
    /// The version that it was published as; null where it was not.
    pub version: Option<i64>,
}

references! {
    /// Who proposed it.
    Account: super::account by AccountId;
}

impl ActiveModelBehavior for ActiveModel {}
