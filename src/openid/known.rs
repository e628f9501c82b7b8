//! The keys of a provider as they are known: fetched when they are needed, kept, and fetched again when they are old or a
//! token names one that is not among them. One fetches at a time, and nobody for a while after.

use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use jsonwebtoken::{DecodingKey, Header};
use reqwest::Client;
use tokio::sync::Mutex;

use super::fetch;
use super::keys::{Keys, NoKey};
use crate::config::OpenId;

/// The keys of a provider.
#[derive(Debug)]
pub(super) struct Known {
    openid: OpenId,
    client: Client,
    state: ArcSwap<State>,
    /// Who fetches holds this.
    fetching: Mutex<()>,
}

/// What is known.
#[derive(Clone, Debug, Default)]
struct State {
    /// The keys that were fetched last, and when.
    keys: Option<(Arc<Keys>, Instant)>,
    /// When it was last tried to fetch them, and whether that failed.
    tried: Option<(Instant, bool)>,
}

/// Why there is no key for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The provider has none for it.
    None(NoKey),
    /// It cannot be told: the keys cannot be fetched.
    Away,
}

impl Known {
    pub(super) fn new(openid: OpenId) -> reqwest::Result<Self> {
        Ok(Self {
            client: fetch::client(&openid)?,
            openid,
            state: ArcSwap::default(),
            fetching: Mutex::default(),
        })
    }

    /// The provider whose keys these are.
    pub(super) const fn openid(&self) -> &OpenId {
        &self.openid
    }

    /// The key that a token is signed with.
    pub(super) async fn key(self: &Arc<Self>, header: &Header) -> Result<DecodingKey, Missing> {
        let times = self.openid.times;
        let state = self.state.load_full();
        if let Some((keys, at)) = &state.keys
            && at.elapsed() < times.fresh
        {
            match keys.find(header) {
                // It may have been added meanwhile.
                Err(NoKey::Unknown) => {}
                found => return found.map_err(Missing::None),
            }
        }
        // What is fetched is for all, and does not end with who asks for it.
        let renewing = tokio::spawn(Arc::clone(self).renewed());
        let state = renewing.await.map_err(|_stopping| Missing::Away)?;
        let keys = state.keys.as_ref();
        let keys = keys.filter(|(_, at)| at.elapsed() < times.kept);
        let (keys, _) = keys.ok_or(Missing::Away)?;
        match keys.find(header) {
            Err(NoKey::Unknown) if state.tried.is_some_and(|(_, has_failed)| has_failed) => {
                Err(Missing::Away)
            }
            found => found.map_err(Missing::None),
        }
    }

    /// Fetches the keys before they are needed.
    pub(super) async fn prepare(self: Arc<Self>) {
        self.renewed().await;
    }

    /// What is known once it was tried to fetch the keys, or was a moment ago.
    async fn renewed(self: Arc<Self>) -> Arc<State> {
        let _fetching = self.fetching.lock().await;
        let known = self.state.load_full();
        let is_recent = |at: Instant| at.elapsed() < self.openid.times.pause;
        if known.tried.is_some_and(|(at, _)| is_recent(at)) {
            return known;
        }
        let fetched = fetch::keys(&self.client, &self.openid).await;
        let now = Instant::now();
        let state = match fetched {
            Ok(keys) => State {
                keys: Some((Arc::new(keys), now)),
                tried: Some((now, false)),
            },
            Err(reason) => {
                let issuer = &self.openid.issuer;
                tracing::warn!(
                    issuer,
                    reason,
                    "the keys of the OpenID provider cannot be fetched"
                );
                State {
                    keys: known.keys.clone(),
                    tried: Some((now, true)),
                }
            }
        };
        let state = Arc::new(state);
        self.state.store(Arc::clone(&state));
        state
    }
}
