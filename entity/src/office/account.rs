//! Accounts: who may do more than read.

use sea_orm::entity::prelude::*;

use super::RoleGrants;
use crate::references::references;

/// Somebody who may do more than read: by keys, or by tokens of a provider.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// The subject: a name that was chosen for keys, or `<issuer>#<subject>` of tokens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The roles that it has; of a subject of tokens those of its last token.
    #[sea_orm(column_type = "JsonBinary")]
    pub roles: RoleGrants,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When it was disabled; null while it is not.
    pub disabled_at: Option<i64>,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
