//! Sending mail.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::settings::MailSettings;

/// How long a server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most bytes of an address (RFC 5321, 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// A letter to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// The language that it is written in, by its code.
    pub language: String,
    /// What tells it from others: the same each time it is sent.
    pub id: String,
    /// The address that takes the person off the list by one POST (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Why a letter was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// The server will not take it.
    Refused,
    /// It may be taken later: nobody is there, or it is not taken now.
    Later,
}

/// Sends letters.
#[derive(Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A mail address as it is kept: of one person, without a name; nothing where it is none.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = text.len() <= MAX_BYTES && text.is_ascii();
    let address = text.parse::<Address>().ok().filter(|_| is_plain)?;
    // A host that is a number is nobody's whom we could ask.
    let is_name = address.domain().contains('.') && !address.domain().starts_with('[');
    is_name.then(|| {
        format!(
            "{}@{}",
            address.user(),
            address.domain().to_ascii_lowercase()
        )
    })
}

impl Mailer {
    /// One that sends by the server of some settings.
    pub fn new(settings: &MailSettings) -> Result<Self, SmtpError> {
        // An error says that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(settings.address())?;
        Ok(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            from: settings.from.clone(),
        })
    }

    /// Sends a letter.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailFault> {
        let message = self.message(letter).ok_or(MailFault::Refused)?;
        let sent = self.transport.send(message).await;
        sent.map(|_answer| ()).map_err(|error| {
            tracing::warn!(%error, "a mail is not sent");
            if error.is_permanent() {
                MailFault::Refused
            } else {
                MailFault::Later
            }
        })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let host = self.from.email.domain();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.parse().ok()?))
            .subject(&*letter.subject)
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            // What answers by itself is not to answer.
            .raw_header(raw("Auto-Submitted", "auto-generated")?)
            .raw_header(raw("Content-Language", &letter.language)?)
            .header(ContentType::TEXT_PLAIN);
        if let Some(address) = &letter.unsubscribe {
            message = message
                .raw_header(raw("List-Unsubscribe", &format!("<{address}>"))?)
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
        }
        message.body(letter.text.clone()).ok()
    }
}

fn raw(name: &str, value: &str) -> Option<HeaderValue> {
    let name = HeaderName::new_from_ascii(name.to_owned()).ok()?;
    Some(HeaderValue::new(name, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_persons() {
        for (text, kept) in [
            (" Ana.Perez+iscm@Example.ORG ", "Ana.Perez+iscm@example.org"),
            ("a@b.co", "a@b.co"),
        ] {
            assert_eq!(address(text).as_deref(), Some(kept), "{text}");
        }
        for wrong in [
            "",
            "a",
            "a@b",
            "a@b@c.org",
            "Ana <a@b.org>",
            "a@b.org, c@d.org",
            "a@b.org\r\nBcc: c@d.org",
            "a@[127.0.0.1]",
            "a b@c.org",
            &format!("{}@b.org", "a".repeat(300)),
        ] {
            assert_eq!(address(wrong), None, "{wrong:?}");
        }
    }
}
