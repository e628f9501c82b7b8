//! The audit: every write, and every attempt that was refused.

use sea_orm::entity::prelude::*;

use crate::references::references;

/// A write, or an attempt at one. It holds no secrets, and nothing personal beside the account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Who; null where nobody is known.
    pub account_id: Option<String>,
    /// The part of the key that is shown, if it was by a key.
    pub key_prefix: Option<String>,
    /// The request.
    pub request_id: String,
    /// What was to be done, e.g. `publishChangeset`.
    pub action: String,
    /// To what, by its id; null where there was none yet.
    pub subject: Option<String>,
    /// The code of the error that it was refused with; null where it was done.
    pub refused: Option<String>,
    /// The version that it published; null where it published none.
    pub version: Option<i64>,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
