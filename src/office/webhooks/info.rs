//! Webhooks as they are told.

use entity::office::webhook::SigningKey;
use entity::office::{delivery, webhook};

use crate::vocabulary::words;
use crate::webhook::WebhookKeys;

/// How many attempts of a webhook are kept.
pub const MAX_DELIVERIES: usize = 100;
/// How many keys a webhook has at once.
pub const MAX_KEYS: usize = 10;

words! {
    /// How a webhook does.
    pub WebhookStatus {
        /// It took the last message, or has had none yet.
        Active = "ACTIVE",
        /// It did not take the last message, which is sent again.
        Failing = "FAILING",
        /// It is not sent to any more, until it is resumed.
        Paused = "PAUSED",
    }
}

/// A webhook with the newest of its attempts.
#[derive(Clone, Debug)]
pub struct WebhookInfo {
    /// The webhook.
    pub webhook: webhook::Model,
    /// What became of the messages to it, the newest first.
    pub deliveries: Vec<delivery::Model>,
}

/// What is told of keys.
#[derive(Clone, Debug)]
pub struct WebhookKey {
    /// The public half of the pair.
    pub public_key: Option<String>,
    /// When they were made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// Until when they are used.
    pub ends_at: Option<i64>,
}

impl WebhookInfo {
    /// How it does.
    #[must_use]
    pub fn status(&self) -> WebhookStatus {
        match (self.webhook.paused_at, self.webhook.attempts) {
            (Some(_), _) => WebhookStatus::Paused,
            (None, 0) => WebhookStatus::Active,
            (None, _) => WebhookStatus::Failing,
        }
    }

    /// When a message that was not taken is sent again, in milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn next_attempt_at(&self) -> Option<i64> {
        (self.status() == WebhookStatus::Failing).then_some(self.webhook.next_at)
    }

    /// What is told of its keys, the newest first.
    pub fn keys(&self) -> impl Iterator<Item = WebhookKey> {
        self.webhook.keys.0.iter().map(|one| WebhookKey {
            public_key: kept(one).and_then(|keys| keys.public_key()),
            created_at: one.created_at,
            ends_at: one.ends_at,
        })
    }

    /// The shared secret of its newest keys.
    #[must_use]
    pub fn secret(&self) -> Option<String> {
        let newest = self.webhook.keys.0.first().and_then(kept);
        newest.map(|keys| keys.secret())
    }
}

/// Keys as they are kept.
pub(super) fn kept(one: &SigningKey) -> Option<WebhookKeys> {
    serde_json::from_value(one.keys.clone()).ok()
}
