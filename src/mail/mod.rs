//! Mail to people, by SMTP.
//!
//! May use: nothing of ours.

mod mailer;
mod settings;

pub use mailer::{Letter, MailFault, Mailer, address};
pub use settings::MailSettings;
