//! How mail is sent: the settings that it takes together.

use super::edge::Edge;
use super::sources::Sources;
use crate::mail::MailSettings;

/// A setting as it was given, and as it is in the file.
type Given = (Option<String>, Option<String>);

/// The settings of mail; nothing where no server is named.
pub(super) fn resolve(
    sources: Sources<'_>,
    smtp: Given,
    from: Given,
    edge: &Edge,
) -> Result<Option<MailSettings>, String> {
    let (smtp, name) = sources.value("smtp", smtp.0, smtp.1);
    let (from, from_name) = sources.value("mail_from", from.0, from.1);
    let smtp = smtp.map(|text| MailSettings::server(&text)).transpose();
    let smtp = smtp.map_err(|takes| format!("{name} {takes}"))?;
    let from = from.map(|text| MailSettings::sender(&text)).transpose();
    let from = from.map_err(|takes| format!("{from_name} {takes}"))?;
    let needs = |what: &str| Err(format!("{name} needs {what}"));
    match (smtp, from) {
        (None, _) => Ok(None),
        (Some(_), None) => needs("a sender (--mail-from)"),
        (Some(_), Some(_)) if edge.public_url.is_none() => needs(
            "the address that the pages are published at (--public-url), for the links in mails",
        ),
        (Some(server), Some(sender)) => Ok(Some(MailSettings::new(server, sender))),
    }
}
