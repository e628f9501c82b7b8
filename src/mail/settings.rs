//! By which server mail is sent, and in whose name.

use std::fmt;

use lettre::message::Mailbox;
use url::Url;

/// The server that takes mail, and the sender.
#[derive(Clone)]
pub struct MailSettings {
    url: Url,
    pub(super) from: Mailbox,
}

/// Without the password.
impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("host", &self.url.host_str())
            .field("from", &self.from.email)
            .finish_non_exhaustive()
    }
}

impl MailSettings {
    /// Reads the address of a server. What was given is not told: it may hold a password.
    pub fn server(text: &str) -> Result<Url, String> {
        let takes = "takes the address of a mail server: smtps://USER:PASSWORD@HOST:465, smtp://HOST:587?tls=required, or smtp://localhost:25";
        let is_server = |url: &Url| {
            matches!(url.scheme(), "smtp" | "smtps")
                && url.host_str().is_some_and(|host| !host.is_empty())
        };
        let url = Url::parse(text.trim()).ok().filter(is_server);
        url.ok_or_else(|| takes.to_owned())
    }

    /// Reads a sender: `data@example.org`, or `ISCM Graph <data@example.org>`.
    pub fn sender(text: &str) -> Result<Mailbox, String> {
        let sender = text.trim().parse::<Mailbox>();
        sender.map_err(|_fault| {
            "takes a sender: data@example.org, or ISCM Graph <data@example.org>".to_owned()
        })
    }

    /// Mail by a server, in the name of a sender.
    #[must_use]
    pub const fn new(url: Url, from: Mailbox) -> Self {
        Self { url, from }
    }

    pub(super) fn address(&self) -> &str {
        self.url.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_and_senders_are_read() {
        for right in [
            "smtps://user:secret@mail.example.org",
            "smtp://localhost:25",
            " smtp://mail.example.org:587?tls=required ",
        ] {
            assert!(MailSettings::server(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp:",
        ] {
            let refused = MailSettings::server(wrong).expect_err(wrong);
            assert!(refused.starts_with("takes the address of a mail server"));
        }
        for right in ["data@example.org", "ISCM Graph <data@example.org>"] {
            assert!(MailSettings::sender(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "nobody",
            "a@b@c",
            "<data@example.org",
            "x\r\nBcc: a@b.c",
        ] {
            assert!(MailSettings::sender(wrong).is_err(), "{wrong}");
        }
    }
}
