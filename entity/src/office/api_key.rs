//! Keys of the API.

use sea_orm::entity::prelude::*;

use super::RoleGrants;
use crate::references::references;

/// A key of an account. The key itself is not kept: only what it can be known by.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// The part of the key that is shown, e.g. `iscm_7kq2m9xw`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub prefix: String,
    /// The account that it is of.
    pub account_id: String,
    /// What it is for, in its maker's words.
    pub name: String,
    /// The SHA-256 of the whole key, in hexadecimal digits.
    #[sea_orm(unique)]
    pub hash: String,
    /// The roles that it has, of those of its account; null for all of them.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub roles: Option<RoleGrants>,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When it ends; null where it does not.
    pub expires_at: Option<i64>,
    /// When it was revoked; null while it is not.
    pub revoked_at: Option<i64>,
    /// When it was used last, to the minute; null where never.
    pub last_used_at: Option<i64>,
}

references! {
    /// The account.
    Account: super::account by AccountId;
}

impl ActiveModelBehavior for ActiveModel {}
