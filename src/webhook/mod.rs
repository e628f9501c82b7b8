//! Webhooks as they go out: where they may go, what they say, how they are signed ([Standard Webhooks] 1.0) and sent. Who
//! has them, and when they are sent, is the office's.
//!
//! May use: nothing of ours.
//!
//! [Standard Webhooks]: https://www.standardwebhooks.com

mod address;
mod keys;
mod message;
mod networks;
mod resolver;
mod sender;

pub use address::{AddressFault, WebhookAddress};
pub use keys::WebhookKeys;
pub use message::Message;
pub use networks::Networks;
pub use sender::{Answer, SendFault, Sender};
