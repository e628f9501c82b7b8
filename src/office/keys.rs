//! Accounts and their keys.

use std::sync::Arc;

use entity::office::{RoleGrant, RoleGrants, account, api_key};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};

use super::failed::Failed;
use super::key_text::KeyText;
use super::policy::Grant;
use super::viewer::Viewer;
use crate::error::{Error, Result};

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The account that it is of.
    pub account: String,
    /// What it is for.
    pub name: String,
    /// The roles that it has of those of the account; nothing for all.
    pub roles: Option<Vec<RoleGrant>>,
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z; nothing where it does not.
    pub expires_at: Option<i64>,
}

/// A key as it is told.
#[derive(Clone, Debug)]
pub struct KeyInfo {
    /// The key.
    pub key: api_key::Model,
    /// Its account.
    pub account: account::Model,
}

impl KeyInfo {
    /// The roles that count: those that the account and the key both have.
    #[must_use]
    pub fn roles(&self) -> Arc<[RoleGrant]> {
        let of_key = self.key.roles.as_ref().map(|roles| &*roles.0);
        Viewer::both(&self.account.roles.0, of_key)
    }
}

/// Makes an account, or gives one that is there other roles.
pub(super) async fn set_account(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    id: &str,
    roles: Vec<RoleGrant>,
    now: i64,
) -> std::result::Result<account::Model, Failed> {
    let there = account::Entity::find_by_id(id).one(transaction).await?;
    let account = if let Some(account) = there {
        let mut changed = account.into_active_model();
        changed.roles = Set(RoleGrants(roles));
        changed.update(transaction).await?
    } else {
        let account = account::Model {
            id: id.to_owned(),
            name: id.to_owned(),
            roles: RoleGrants(roles),
            created_at: now,
            disabled_at: None,
        };
        account.into_active_model().insert(transaction).await?
    };
    Ok(account)
}

/// Makes a key of an account.
pub(super) async fn create(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    new: NewKey,
    now: i64,
) -> std::result::Result<(KeyText, KeyInfo), Failed> {
    let account = account::Entity::find_by_id(&new.account)
        .one(transaction)
        .await?;
    let account = account.ok_or_else(|| {
        Error::bad_input("account", &format!("names no account: {:?}", new.account))
    })?;
    if let Some(roles) = &new.roles
        && let Some(other) = roles.iter().find(|role| !account.roles.0.contains(role))
    {
        let takes = format!("has a role that the account has not: {other:?}");
        return Err(Error::bad_input("roles", &takes).into());
    }
    let text = KeyText::random().map_err(|error| Error::internal(error.to_string()))?;
    let key = api_key::Model {
        prefix: text.prefix().to_owned(),
        account_id: account.id.clone(),
        name: new.name,
        hash: text.hash(),
        roles: new.roles.map(RoleGrants),
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    let key = key.into_active_model().insert(transaction).await?;
    Ok((text, KeyInfo { key, account }))
}

/// The keys of an account, or all, the newest first.
pub(super) async fn list(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    account: Option<&str>,
) -> std::result::Result<Vec<KeyInfo>, Failed> {
    let mut keys = api_key::Entity::find()
        .find_also_related(account::Entity)
        .order_by_desc(api_key::Column::CreatedAt)
        .order_by_asc(api_key::Column::Prefix);
    if let Some(account) = account {
        keys = keys.filter(api_key::Column::AccountId.eq(account));
    }
    let keys = keys.all(transaction).await?.into_iter();
    let keys = keys.filter_map(|(key, account)| {
        Some(KeyInfo {
            key,
            account: account?,
        })
    });
    Ok(keys.collect())
}

/// A key, by the part that is shown.
pub(super) async fn find(
    transaction: &DatabaseTransaction,
    prefix: &str,
) -> std::result::Result<Option<KeyInfo>, Failed> {
    let key = api_key::Entity::find_by_id(prefix).find_also_related(account::Entity);
    let found = key.one(transaction).await?;
    Ok(found.and_then(|(key, account)| {
        Some(KeyInfo {
            key,
            account: account?,
        })
    }))
}

/// Ends a key; one that is ended stays so.
pub(super) async fn revoke(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    KeyInfo { key, account }: KeyInfo,
    now: i64,
) -> std::result::Result<KeyInfo, Failed> {
    if key.revoked_at.is_some() {
        return Ok(KeyInfo { key, account });
    }
    let mut key = key.into_active_model();
    key.revoked_at = Set(Some(now));
    let key = key.update(transaction).await?;
    Ok(KeyInfo { key, account })
}

/// A role as it is written: `CURATOR`, `SECRETARIAT:rcm`, `FOCAL_POINT:MX`.
pub fn role(text: &str) -> Result<RoleGrant> {
    RoleGrant::parse(text).ok_or_else(|| {
        let (takes, given) = (RoleGrant::TAKEN, crate::error::shown(text));
        Error::bad_input("role", &format!("takes {takes}, not {given}"))
    })
}
