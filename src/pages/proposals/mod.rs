//! Changes that are proposed, for those who may see them. A browser has no key: a form takes one, which is kept in the page
//! alone, and asks for the same page with it.

mod data;

use askama::Template;
use entity::enums::Vocabulary;
use entity::office::ChangesetStatus;
use sea_orm::Iterable as _;
use serde_json::{Map, Value};

use self::data::{One, Proposals, Whole};
use super::address::{Address, Link};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::{Error, Result};

pub(super) const PROPOSALS: &str = document!("proposals.graphql", "../edition.graphql");

pub(super) const PROPOSAL: &str = document!(
    "proposal.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

/// The changesets that who asks may see.
#[derive(Debug)]
pub(super) struct ProposalsPage {
    status: Option<ChangesetStatus>,
    after: Option<String>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct ProposalPage {
    /// Its `id`.
    pub(super) id: String,
}

#[derive(Template)]
#[template(path = "proposals/proposals.html")]
struct ProposalsView<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    page: &'v ProposalsPage,
    data: &'v Proposals,
    statuses: Vec<(String, bool)>,
    links: Vec<Link>,
    next: Option<Link>,
}

#[derive(Template)]
#[template(path = "proposals/proposal.html")]
struct ProposalView<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    /// Nothing where nobody is known.
    changeset: Option<&'v Whole>,
}

impl ProposalsPage {
    pub(super) const PARAMS: [&'static str; 2] = ["status", "after"];

    pub(super) fn of(address: &Address) -> Result<Self> {
        let status = address.param("status").filter(|status| !status.is_empty());
        let status = status.map(|status| {
            let known = ChangesetStatus::iter().find(|known| known.word() == status);
            known.ok_or_else(|| {
                let words: Vec<_> = ChangesetStatus::iter().map(Vocabulary::word).collect();
                Error::bad_input("status", &format!("takes {}", words.join(", ")))
            })
        });
        Ok(Self {
            status: status.transpose()?,
            after: address.param("after").map(str::to_owned),
        })
    }
}

impl Page for ProposalsPage {
    fn document(&self) -> &'static str {
        PROPOSALS
    }

    fn variables(&self) -> Map<String, Value> {
        let status = self.status.map(Vocabulary::word);
        let given = [("status", status), ("after", self.after.clone())];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
        given.collect()
    }

    fn is_private(&self) -> bool {
        true
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Proposals>(data)?;
        let t = &frame.t.proposals;
        let head = Head {
            title: t.title.clone(),
            description: t.lead.clone(),
            json_ld: None,
        };
        let page = &answer.data.changesets;
        let link = |id: &String| frame.page("changes/proposals", id);
        let view = ProposalsView {
            frame,
            head: &head,
            edition: &answer.edition,
            page: self,
            data: &answer.data,
            statuses: ChangesetStatus::iter()
                .map(|status| (status.word(), self.status == Some(status)))
                .collect(),
            links: page.nodes.iter().map(|one| link(&one.id)).collect(),
            next: page.page_info.next(frame.address),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}

impl Page for ProposalPage {
    fn document(&self) -> &'static str {
        PROPOSAL
    }

    fn variables(&self) -> Map<String, Value> {
        [("id".to_owned(), self.id.as_str().into())]
            .into_iter()
            .collect()
    }

    fn is_private(&self) -> bool {
        true
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<One>(data)?;
        let changeset = answer.data.changeset.as_ref();
        // Nobody in particular is asked for a key, whether there is one or not.
        if answer.data.viewer.is_some() && changeset.is_none() {
            return Ok(None);
        }
        let t = &frame.t.proposals;
        let head = Head {
            title: changeset.map_or(&t.title, |one| &one.of.title).clone(),
            description: t.lead.clone(),
            json_ld: None,
        };
        let view = ProposalView {
            frame,
            head: &head,
            edition: &answer.edition,
            changeset,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
