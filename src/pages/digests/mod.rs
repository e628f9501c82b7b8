//! Digests by mail: asking for them, and what the links in the mails lead to. A link does nothing by itself, as programs that
//! look at mails follow links, too: there is a button.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::address::Address;
use super::cited::{IscmName, Nodes};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::{Error, Result};

pub(super) const DOCUMENT: &str = document!(
    "digests.graphql",
    "../edition.graphql",
    "../iscm_name.graphql",
);

/// What a link in a mail proves.
#[derive(Debug)]
pub(super) struct MailLink {
    id: String,
    token: String,
}

/// What was done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Done {
    Asked,
    Confirmed,
    Unsubscribed,
    /// The link is none, or old.
    Old,
}

/// A page of digests.
#[derive(Debug)]
pub(super) enum DigestPage {
    /// With the saved question whose answer it is about, if it is about one.
    Ask(Option<String>),
    Confirm(MailLink),
    Unsubscribe(MailLink),
    Done(Done),
}

#[derive(Debug, Deserialize)]
struct Data {
    iscms: Nodes<IscmName>,
}

#[derive(Template)]
#[template(path = "digests/digests.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    page: &'v DigestPage,
    data: &'v Data,
    edition: &'v Edition,
}

impl DigestPage {
    /// The page below `digests/`; nothing where there is none.
    pub(super) fn find(name: &str, address: &Address) -> Option<Result<Self>> {
        let link = || {
            let param = |name: &str| {
                let value = address.once(name)?;
                let missing = || Error::bad_input(name, "takes what the link in the mail has");
                value.map(str::to_owned).ok_or_else(missing)
            };
            Ok(MailLink {
                id: param("id")?,
                token: param("token")?,
            })
        };
        Some(match name {
            "confirm" => link().map(Self::Confirm),
            "unsubscribe" => link().map(Self::Unsubscribe),
            "asked" => Ok(Self::Done(Done::Asked)),
            "confirmed" => Ok(Self::Done(Done::Confirmed)),
            "unsubscribed" => Ok(Self::Done(Done::Unsubscribed)),
            "old" => Ok(Self::Done(Done::Old)),
            _ => return None,
        })
    }
}

impl Page for DigestPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        if !frame.sends_mail {
            return Ok(None);
        }
        let answer = read::<Data>(data)?;
        let t = &frame.t.digests;
        let description = match self {
            Self::Ask(_) => &t.lead,
            Self::Confirm(_) => &t.to_confirm,
            Self::Unsubscribe(_) => &t.to_unsubscribe,
            Self::Done(Done::Asked) => &t.asked,
            Self::Done(Done::Confirmed) => &t.confirmed,
            Self::Done(Done::Unsubscribed) => &t.unsubscribed,
            Self::Done(Done::Old) => &t.old,
        };
        let head = Head {
            title: t.title.clone(),
            description: description.clone(),
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            page: self,
            data: &answer.data,
            edition: &answer.edition,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
