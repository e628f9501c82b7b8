//! Who asks, and what that lets them do.

use std::sync::Arc;

use entity::office::RoleGrant;

/// Somebody who is known: an account, asked by one of its keys or by a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The account's id.
    pub account: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// The part of the key that is shown, if it asks by a key.
    pub key: Option<Arc<str>>,
    /// The roles that count: those that the account and the key both have.
    pub roles: Arc<[RoleGrant]>,
}

/// What somebody may spend, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How many are saved up at most.
    pub limit: u32,
    /// How many come back in each second.
    pub per_second: u32,
    /// How many are left.
    pub remaining: u32,
}

impl Viewer {
    /// The roles that an account and one of its keys both have; a key without any of its own has the account's.
    #[must_use]
    pub fn both(account: &[RoleGrant], key: Option<&[RoleGrant]>) -> Arc<[RoleGrant]> {
        let is_of_key = |role: &&RoleGrant| key.is_none_or(|key| key.contains(role));
        account.iter().filter(is_of_key).cloned().collect()
    }
}
