//! Accounts and keys by hand: what who runs the server does on the command line.

use entity::office::{RoleGrant, account};

use super::accounts;
use super::audit::{self, Entry};
use super::failed::{Failed, within};
use super::key_requests::KeyRequest;
use super::key_text::KeyText;
use super::keys::{self, KeyInfo};
use super::policy::{Action, Grant, Subject};
use crate::clock::Clock;
use crate::db::{self, Access, Database, Session};
use crate::error::Result;

/// What who runs the server does, with the database at hand.
#[derive(Debug)]
pub struct ByHand {
    database: Database,
    pub(super) clock: Clock,
}

impl ByHand {
    /// Over a database.
    #[must_use]
    pub const fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Lets go of the database.
    pub async fn end(self) -> std::result::Result<(), db::Error> {
        self.database.close().await
    }

    pub(super) fn now(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }

    pub(super) async fn begin(&self, access: Access) -> std::result::Result<Session, Failed> {
        Ok(self.database.begin(access).await?)
    }

    /// Makes an account, or gives one that is there these roles, and makes a key of it.
    pub async fn create_key(
        &self,
        account: &str,
        roles: Vec<RoleGrant>,
        request: KeyRequest,
    ) -> Result<(KeyText, KeyInfo)> {
        let now = self.now();
        let new = request.of(account.to_owned(), now)?;
        Ok(within!(self, Write, |transaction| {
            let grant = Grant::by_hand(Action::Create, Subject::Account);
            keys::set_account(grant, transaction, account, roles, now).await?;
            let grant = Grant::by_hand(Action::Create, Subject::Key);
            let made = keys::create(grant, transaction, new, now).await?;
            audit::note(transaction, hand("createKey", &made.1.key.prefix, now)).await?;
            made
        }))
    }

    /// All keys.
    pub async fn keys(&self) -> Result<Vec<KeyInfo>> {
        let grant = Grant::by_hand(Action::Read, Subject::Key);
        Ok(within!(self, Read, |transaction| {
            keys::list(grant, transaction, None).await?
        }))
    }

    /// All accounts.
    pub async fn accounts(&self) -> Result<Vec<account::Model>> {
        let grant = Grant::by_hand(Action::Read, Subject::Account);
        Ok(within!(self, Read, |transaction| {
            accounts::list(grant, transaction, None, None).await?
        }))
    }

    /// Disables an account, or lets it be used again; nothing where there is none.
    pub async fn set_disabled(
        &self,
        id: &str,
        is_disabled: bool,
    ) -> Result<Option<account::Model>> {
        let now = self.now();
        let (right, action, at) = if is_disabled {
            (Action::Revoke, "disableAccount", Some(now))
        } else {
            (Action::Create, "enableAccount", None)
        };
        Ok(within!(self, Write, |transaction| {
            let grant = Grant::by_hand(right, Subject::Account);
            let account = accounts::set_disabled(grant, transaction, id, at).await?;
            if account.is_some() {
                audit::note(transaction, hand(action, id, now)).await?;
            }
            account
        }))
    }

    /// Ends a key; nothing where there is none.
    pub async fn revoke_key(&self, prefix: &str) -> Result<Option<KeyInfo>> {
        let now = self.now();
        Ok(within!(self, Write, |transaction| {
            match keys::find(transaction, prefix).await? {
                None => None,
                Some(key) => {
                    let grant = Grant::by_hand(Action::Revoke, Subject::Key);
                    let revoked = keys::revoke(grant, transaction, key, now).await?;
                    audit::note(transaction, hand("revokeKey", prefix, now)).await?;
                    Some(revoked)
                }
            }
        }))
    }
}

/// What is noted of something that is done by hand.
pub(super) fn hand<'e>(action: &'e str, subject: &'e str, at: i64) -> Entry<'e> {
    Entry {
        at,
        viewer: None,
        request: "command line",
        action,
        subject: Some(subject),
        refused: None,
        version: None,
    }
}
