//! Keys.

use super::changeset::moment;
use crate::model::{Object, Out, value};
use crate::office::{KeyInfo, KeyText, UserError};

/// What became of a key.
pub(super) struct KeyPayload {
    pub(super) text: Option<KeyText>,
    pub(super) key: Option<KeyInfo>,
    pub(super) errors: Vec<UserError>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("ApiKey", "A key of an account. The key itself is told once, when it is made.", vec![
            value("prefix", "The part of the key that is shown, e.g. `iscm_7kq2m9xw`.", "String!", |of: &KeyInfo| Out::text(&of.key.prefix)),
            value("account", "The account that it is of.", "String!", |of: &KeyInfo| Out::text(&of.key.account_id)),
            value("name", "What it is for, in its maker's words.", "String!", |of: &KeyInfo| Out::text(&of.key.name)),
            value("roles", "The roles that it has of those of its account, e.g. `SECRETARIAT:rcm`; what is taken from the account is taken from\nit.", "[String!]!", |of: &KeyInfo| Out::list(of.roles().iter(), |role| Out::text(role.to_string()))).at_most(20),
            value("createdAt", "When it was made.", "DateTime", |of: &KeyInfo| moment(of.key.created_at)),
            value("expiresAt", "When it ends; null where it does not.", "DateTime", |of: &KeyInfo| Out::maybe(of.key.expires_at, moment)),
            value("revokedAt", "When it was revoked; null while it is not.", "DateTime", |of: &KeyInfo| Out::maybe(of.key.revoked_at, moment)),
            value("lastUsedAt", "When it was used last, to some minutes; null where never.", "DateTime", |of: &KeyInfo| Out::maybe(of.key.last_used_at, moment)),
        ]),
        Object::told("KeyPayload", "What became of a key.", vec![
            value("secret", "The key itself, which is told this once: keep it. Null where none was made.", "String", |of: &KeyPayload| Out::maybe(of.text.as_ref(), |text| Out::text(text.reveal()))),
            value("key", "What is known of it; null where there is none.", "ApiKey", |of: &KeyPayload| Out::maybe(of.key.as_ref(), |key| Out::Inner(key))),
            value("userErrors", "What is wrong; empty where it was done.", "[UserError!]!", |of: &KeyPayload| Out::inner(&of.errors)).at_most(20),
        ]),
    ]
}
