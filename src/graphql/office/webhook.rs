//! Webhooks.

use entity::office::delivery;

use super::changeset::moment;
use crate::model::{Object, Out, maybe_word_value, value, word_value};
use crate::office::{MAX_DELIVERIES, MAX_KEYS, UserError, WebhookInfo, WebhookKey};

/// What became of a webhook.
pub(super) struct WebhookPayload {
    pub(super) webhook: Option<WebhookInfo>,
    /// The shared secret, where it is new.
    pub(super) secret: Option<String>,
    pub(super) errors: Vec<UserError>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("Webhook", "An address that is told when the data set changes. A message says which version it is now, and where what changed since\nis to be had: what comes together is told together, in order, at least once. Messages are those of Standard Webhooks 1.0.", vec![
            value("id", "The id.", "ID!", |of: &WebhookInfo| Out::text(&of.webhook.id)),
            value("account", "Whose it is.", "String!", |of: &WebhookInfo| Out::text(&of.webhook.account_id)),
            value("url", "The address.", "String!", |of: &WebhookInfo| Out::text(&of.webhook.url)),
            value("description", "What it is for, in its owner's words.", "String!", |of: &WebhookInfo| Out::text(&of.webhook.description)),
            value("iscms", "The slugs of the ISCMs whose changes it is told of; empty where it is told of all changes.", "[String!]!", |of: &WebhookInfo| Out::list(&of.webhook.iscms.0, Out::text)).at_most(100),
            word_value("status", "How it does.", WebhookInfo::status),
            value("version", "The version that it was told of last, or needs not be told of.", "Int!", |of: &WebhookInfo| Out::Int(of.webhook.version)),
            value("failingSince", "Since when it takes no message; null where it took the last.", "DateTime", |of: &WebhookInfo| Out::maybe(of.webhook.failing_since, moment)),
            value("nextAttemptAt", "When a message that was not taken is sent again; null where none waits for it.", "DateTime", |of: &WebhookInfo| Out::maybe(of.next_attempt_at(), moment)),
            value("pausedAt", "Since when it is not sent to any more; null while it is.", "DateTime", |of: &WebhookInfo| Out::maybe(of.webhook.paused_at, moment)),
            value("pausedBecause", "Why it is not sent to any more; null while it is.", "String", |of: &WebhookInfo| Out::maybe(of.webhook.paused_because.as_deref(), Out::text)),
            value("createdAt", "When it was made.", "DateTime", |of: &WebhookInfo| moment(of.webhook.created_at)),
            value("keys", "The keys that its messages are signed with, the newest first.", "[WebhookKey!]!", |of: &WebhookInfo| Out::list(of.keys(), Out::value)).at_most(MAX_KEYS),
            value("deliveries", "The newest attempts to send it messages, the newest first; 100 are kept.", "[WebhookDelivery!]!", |of: &WebhookInfo| Out::inner(&of.deliveries)).at_most(MAX_DELIVERIES),
        ]),
        Object::told("WebhookKey", "Keys that messages are signed with: a shared secret (`v1`), which is told when it is made, and a pair (`v1a`).", vec![
            value("publicKey", "The public half of the pair (Ed25519), e.g. `whpk_…`, with which receivers verify signatures `v1a`.", "String", |of: &WebhookKey| Out::maybe(of.public_key.clone(), Out::text)),
            value("createdAt", "When they were made.", "DateTime", |of: &WebhookKey| moment(of.created_at)),
            value("endsAt", "Until when they are used, beside those that follow; null where none do.", "DateTime", |of: &WebhookKey| Out::maybe(of.ends_at, moment)),
        ]),
        Object::told("WebhookDelivery", "An attempt to send a message to a webhook.", vec![
            value("messageId", "The id of the message (`webhook-id`), the same each time it is sent.", "String!", |of: &delivery::Model| Out::text(&of.message_id)),
            word_value("kind", "What was sent.", |of: &delivery::Model| of.kind),
            value("since", "The version that the webhook had been told of before.", "Int!", |of: &delivery::Model| Out::Int(of.since)),
            value("version", "The version that it was told of.", "Int!", |of: &delivery::Model| Out::Int(of.version)),
            value("attempt", "Which attempt in a row it was, from 1.", "Int!", |of: &delivery::Model| Out::Int(of.attempt.into())),
            value("at", "When.", "DateTime", |of: &delivery::Model| moment(of.at)),
            value("milliseconds", "How long it took.", "Int!", |of: &delivery::Model| Out::Int(of.took)),
            value("status", "The HTTP status of the answer; null where there was none.", "Int", |of: &delivery::Model| Out::maybe(of.status, |status| Out::Int(status.into()))),
            maybe_word_value("fault", "Why it was not taken; null where it was.", |of: &delivery::Model| of.fault),
        ]),
        Object::told("WebhookPayload", "What became of a webhook.", vec![
            value("webhook", "The webhook; null where there is none, or none any more.", "Webhook", |of: &WebhookPayload| Out::maybe(of.webhook.as_ref(), |one| Out::Inner(one))),
            value("secret", "The shared secret, `whsec_…`, which is told this once, when it is made: keep it. Null where none was made.", "String", |of: &WebhookPayload| Out::maybe(of.secret.as_deref(), Out::text)),
            value("userErrors", "What is wrong; empty where it was done.", "[UserError!]!", |of: &WebhookPayload| Out::inner(&of.errors)).at_most(20),
        ]),
    ]
}
