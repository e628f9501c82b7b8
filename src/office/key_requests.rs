//! Keys that are asked for, made and ended over the API.

use entity::office::RoleGrant;

use super::audit;
use super::desk::OfficeRequest;
use super::failed::within;
use super::key_text::KeyText;
use super::keys::{self, KeyInfo, NewKey, role};
use super::policy::{Action, Subject, Target};
use super::tokens;
use super::user_error::{UserError, UserErrorCode};
use crate::error::Result;

/// A key that is asked for.
#[derive(Clone, Debug)]
pub struct KeyRequest {
    /// What it is for.
    pub name: String,
    /// The account; nothing for the one that asks.
    pub account: Option<String>,
    /// The roles, as they are written; nothing for all of the account.
    pub roles: Option<Vec<String>>,
    /// After how many days it ends.
    pub days: Option<usize>,
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

impl KeyRequest {
    pub(super) fn of(self, account: String, now: i64) -> Result<NewKey> {
        let roles = self
            .roles
            .map(|roles| roles.iter().map(|text| role(text)).collect());
        let days = self
            .days
            .map(|days| i64::try_from(days).unwrap_or(i64::MAX / DAY));
        Ok(NewKey {
            account,
            name: self.name,
            roles: roles.transpose()?,
            expires_at: days.map(|days| now.saturating_add(days.saturating_mul(DAY))),
        })
    }
}

impl OfficeRequest {
    /// The keys of the account that asks, or of all.
    pub async fn keys(&self, all: bool) -> Result<Vec<KeyInfo>> {
        let viewer = self.known(Action::Read, Subject::Key)?;
        let account = (!all).then_some(&*viewer.account);
        let meant = account.map_or_else(Target::default, Target::of_account);
        let grant = viewer.may(Action::Read, Subject::Key, &meant)?;
        Ok(within!(self.office, Read, |transaction| {
            keys::list(grant, transaction, account).await?
        }))
    }

    /// Makes a key.
    pub async fn create_key(&self, request: KeyRequest) -> Result<(KeyText, KeyInfo)> {
        let done = self.created_key(request).await;
        let done = self.audited("createKey", None, done.map(|made| (made, Vec::new())));
        Ok(done.await?.0)
    }

    async fn created_key(&self, request: KeyRequest) -> Result<(KeyText, KeyInfo)> {
        let viewer = self.known(Action::Create, Subject::Key)?;
        let account = request.account.clone();
        let account = account.unwrap_or_else(|| viewer.account.to_string());
        let grant = viewer.may(Action::Create, Subject::Key, &Target::of_account(&account))?;
        let now = self.office.now();
        let mut new = request.of(account.clone(), now)?;
        if account == *viewer.account {
            // Its rights are no more than those of the key that asks for it.
            let own: Vec<RoleGrant> = viewer.roles.to_vec();
            let other = new.roles.iter().flatten().find(|role| !own.contains(role));
            if other.is_some() {
                let takes = "has a role that the key which asks for it has not";
                return Err(crate::error::Error::bad_input("roles", takes));
            }
            new.roles = Some(new.roles.unwrap_or(own));
        }
        let made = within!(self.office, Write, |transaction| {
            if account == *viewer.account {
                tokens::known(transaction, viewer, now).await?;
            }
            let made = keys::create(grant, transaction, new, now).await?;
            let entry = self.entry("createKey", &made.1.key.prefix, None);
            audit::note(transaction, entry).await?;
            made
        });
        self.office.accounts.forget(&account);
        Ok(made)
    }

    /// Ends a key.
    pub async fn revoke_key(&self, prefix: &str) -> Result<(Option<KeyInfo>, Vec<UserError>)> {
        let done = self.revoked_key(prefix).await;
        self.audited("revokeKey", Some(prefix), done).await
    }

    async fn revoked_key(&self, prefix: &str) -> Result<(Option<KeyInfo>, Vec<UserError>)> {
        let viewer = self.known(Action::Revoke, Subject::Key)?;
        let found = within!(self.office, Read, |transaction| {
            keys::find(transaction, prefix).await?
        });
        let meant = found.and_then(|key| {
            let target = Target::of_account(&key.key.account_id);
            let grant = viewer.may(Action::Revoke, Subject::Key, &target);
            Some((grant.ok()?, key))
        });
        let Some((grant, key)) = meant else {
            let message = "there is no such key";
            let absent = UserError::new(UserErrorCode::NotFound, &["prefix"], message);
            return Ok((None, vec![absent]));
        };
        let now = self.office.now();
        let revoked = within!(self.office, Write, |transaction| {
            let revoked = keys::revoke(grant, transaction, key, now).await?;
            audit::note(transaction, self.entry("revokeKey", prefix, None)).await?;
            revoked
        });
        self.office.keys.forget(prefix);
        Ok((Some(revoked), Vec::new()))
    }
}
