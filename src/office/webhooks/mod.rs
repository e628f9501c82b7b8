//! Webhooks: addresses that are told when the data set changes. Each is a cursor in the log: a message says which version
//! it is now, and where what changed since is to be had; what comes together is told together, in order, at least once.

mod info;
mod input;
mod notice;
mod outcome;
mod requests;
mod rows;
mod schedule;
mod sending;
mod worker;

pub use info::{MAX_DELIVERIES, MAX_KEYS, WebhookInfo, WebhookKey, WebhookStatus};
pub use input::WebhookInput;
pub use requests::WebhookRequest;
pub use worker::WebhookWorker;
