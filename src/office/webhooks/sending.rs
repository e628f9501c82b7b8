//! One attempt to send a message.

use std::time::Instant;

use entity::office::{delivery, webhook};

use super::super::desk::Office;
use super::notice::Notice;
use super::outcome::Outcome;
use super::rows::keys_at;

impl Office {
    /// Sends a webhook a message: what became of it, as it is noted.
    pub(super) async fn send(
        &self,
        webhook: &webhook::Model,
        notice: Notice,
        attempt: i32,
    ) -> (Outcome, delivery::Model) {
        let now = self.graph.now();
        let at = now.timestamp_millis();
        let message = notice.message(webhook, self.services.published_at.as_deref(), now);
        let keys = keys_at(webhook, at);
        let start = Instant::now();
        let sent = self
            .services
            .sender
            .send(&webhook.url, &message, &keys)
            .await;
        let outcome = Outcome::from(sent);
        let noted = delivery::Model {
            id: 0,
            webhook_id: webhook.id.clone(),
            message_id: message.id,
            kind: notice.kind,
            since: notice.since,
            version: notice.version,
            attempt,
            at,
            took: i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX),
            status: outcome.status.map(i32::from),
            fault: outcome.fault,
        };
        (outcome, noted)
    }
}
