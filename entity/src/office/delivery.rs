//! The log of messages to webhooks.

use sea_orm::entity::prelude::*;

use super::{DeliveryFault, DeliveryKind};
use crate::references::references;

/// One attempt to send a message.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The webhook.
    pub webhook_id: String,
    /// The id of the message.
    pub message_id: String,
    /// What was sent.
    pub kind: DeliveryKind,
    /// The version that the webhook had been told of before.
    pub since: i64,
    /// The version that it was told of.
    pub version: i64,
    /// Which attempt in a row it was, from 1.
    pub attempt: i32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// The status of the answer; null where there was none.
    pub status: Option<i32>,
    /// Why it was not taken; null where it was.
    pub fault: Option<DeliveryFault>,
}

references! {
    /// The webhook.
    Webhook: super::webhook by WebhookId;
}

impl ActiveModelBehavior for ActiveModel {}
