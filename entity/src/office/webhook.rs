//! Webhooks: addresses that are told when the data set changes.

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;
use crate::values::Texts;

/// An address that is told when the data set changes. It is a cursor in the log: what it was told last.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// The address.
    pub url: String,
    /// What it is for, in its owner's words.
    pub description: String,
    /// The slugs of the ISCMs whose changes it is told of; all changes where there are none.
    #[sea_orm(column_type = "JsonBinary")]
    pub iscms: Texts,
    /// The keys that its messages are signed with, the newest first.
    #[sea_orm(column_type = "JsonBinary")]
    pub keys: KeyRing,
    /// The version that it was told of last, or needs not be told of.
    pub version: i64,
    /// How often in a row it did not take a message.
    pub attempts: i32,
    /// Since when it takes none, in milliseconds since 1970-01-01T00:00:00Z; null where it took the last.
    pub failing_since: Option<i64>,
    /// The moment before which it is not sent to, in milliseconds since 1970-01-01T00:00:00Z.
    pub next_at: i64,
    /// Until when a server has it in hand, in milliseconds since 1970-01-01T00:00:00Z.
    pub claimed_until: i64,
    /// Since when it is not sent to any more, in milliseconds since 1970-01-01T00:00:00Z; null while it is.
    pub paused_at: Option<i64>,
    /// Why it is not.
    pub paused_because: Option<String>,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
}

references! {
    /// Whose it is.
    Account: super::account by AccountId;
}

impl ActiveModelBehavior for ActiveModel {}

/// Keys, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct KeyRing(pub Vec<SigningKey>);

/// Keys that messages are signed with for some time. Who sends reads them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningKey {
    /// The keys.
    pub keys: Json,
    /// When they were made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// Until when they are used; nothing while there are none that follow.
    pub ends_at: Option<i64>,
}

/// Not the keys.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("created_at", &self.created_at)
            .field("ends_at", &self.ends_at)
            .finish_non_exhaustive()
    }
}
