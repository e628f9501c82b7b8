//! Who asks: keys that are sent, looked up and kept for a moment.

use std::sync::Arc;
use std::time::Instant;

use entity::office::api_key;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::desk::Office;
use super::failed::Failed;
use super::key_text::KeyText;
use super::keys::{self, KeyInfo};
use super::known_keys::FRESH;
use super::viewer::Viewer;
use crate::db::Access;
use crate::error::{Error, ErrorCode, Result};
use crate::openid::Provider;

/// How often it is noted that a key is used, in milliseconds.
const NOTED: i64 = 60_000;

/// The scheme of the header `Authorization` that is taken.
const SCHEME: &str = "Bearer ";

/// What a header `Authorization` of this scheme has behind it.
#[must_use]
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, text) = header.split_at_checked(SCHEME.len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(SCHEME);
    is_bearer.then(|| text.trim())
}

impl Office {
    /// Who sends a header `Authorization`.
    pub async fn authenticate(self: &Arc<Self>, header: &str) -> Result<Viewer> {
        let Some(text) = bearer(header) else {
            return Err(refused("`Authorization` takes `Bearer` and a key"));
        };
        if Provider::is_token(text) {
            return self.of_token(text).await;
        }
        let key = KeyText::parse(text);
        let key = key.ok_or_else(|| refused("the key is none that this API gave"))?;
        let known = self.look_up(key.prefix()).await?;
        // As much is done for a key that is not there.
        let hash = known.as_ref().map_or("", |known| &known.key.hash);
        if !key.is(hash) {
            return Err(refused("the key is none that this API gave"));
        }
        let Some(known) = known else {
            return Err(refused("the key is none that this API gave"));
        };
        let now = self.now();
        if known.key.revoked_at.is_some() {
            return Err(refused("the key was revoked"));
        }
        if known.account.disabled_at.is_some() {
            return Err(refused("the account is disabled"));
        }
        if known.key.expires_at.is_some_and(|end| end <= now) {
            return Err(refused("the key has expired"));
        }
        self.note_use(&known, now);
        Ok(Viewer {
            account: known.account.id.as_str().into(),
            name: known.account.name.as_str().into(),
            key: Some(known.key.prefix.as_str().into()),
            roles: known.roles(),
        })
    }

    async fn look_up(&self, prefix: &str) -> Result<Option<Arc<KeyInfo>>> {
        if let Some((at, known)) = self.keys.0.get(prefix)
            && at.elapsed() < FRESH
        {
            return Ok(known);
        }
        let session = self.begin(Access::Read).await?;
        let found = keys::find(session.transaction(), prefix).await?;
        session.end().await.map_err(Failed::from)?;
        let found = found.map(Arc::new);
        let looked = (Instant::now(), found.clone());
        self.keys.0.insert(prefix.into(), looked);
        Ok(found)
    }

    /// Notes that a key is used, by the way: a database that is only read notes nothing.
    fn note_use(self: &Arc<Self>, known: &KeyInfo, now: i64) {
        let is_noted = |last: i64| now.saturating_sub(last) < NOTED;
        if known.key.last_used_at.is_some_and(is_noted) {
            return;
        }
        // Known as noted at once: the next request would note it, too.
        let mut noted = known.clone();
        noted.key.last_used_at = Some(now);
        let prefix = noted.key.prefix.clone();
        let entry = (Instant::now(), Some(Arc::new(noted)));
        self.keys.0.insert(prefix.as_str().into(), entry);
        let office = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(failed) = office.note_used(&prefix, now).await {
                let reason = failed.reason();
                tracing::debug!(reason, "the use of a key is not noted");
            }
        });
    }
}

impl Office {
    async fn note_used(&self, prefix: &str, now: i64) -> std::result::Result<(), Failed> {
        let session = self.begin(Access::Write).await?;
        api_key::Entity::update_many()
            .col_expr(api_key::Column::LastUsedAt, Expr::value(now))
            .filter(api_key::Column::Prefix.eq(prefix))
            .exec(session.transaction())
            .await?;
        Ok(session.end().await?)
    }
}

fn refused(message: &str) -> Error {
    Error::new(ErrorCode::Unauthenticated, message)
}
