//! What a message says.

use entity::office::{DeliveryKind, webhook};
use serde_json::json;

use crate::clock::written;
use crate::webhook::Message;

/// What a message to a webhook is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice {
    pub(super) kind: DeliveryKind,
    /// The version that it was told of before.
    pub(super) since: i64,
    /// The version that is told of.
    pub(super) version: i64,
}

impl Notice {
    /// The message to a webhook, as it is sent at a moment; addresses are whole where it is known where the server is
    /// published.
    pub(super) fn message(
        self,
        webhook: &webhook::Model,
        base: Option<&str>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Message {
        let Self {
            kind,
            since,
            version,
        } = self;
        let (name, mark) = match kind {
            DeliveryKind::Change => ("dataset.changed", String::new()),
            // Each test is a message of its own.
            DeliveryKind::Test => ("test", format!("-test-{}", now.timestamp_millis())),
        };
        let base = base.unwrap_or_default();
        let iscms = (!webhook.iscms.0.is_empty()).then_some(&webhook.iscms.0);
        let body = json!({
            "type": name,
            "timestamp": written(now),
            "data": {
                "version": version,
                "since": since,
                "iscms": iscms,
                "graphql": format!("{base}/graphql"),
                "changes": format!("{base}/changes/{since}..{version}?minVersion={version}"),
            },
        });
        Message {
            id: format!("msg_{}_{since}_{version}{mark}", webhook.id),
            timestamp: now.timestamp(),
            body: body.to_string(),
        }
    }
}
