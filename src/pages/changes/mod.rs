//! The versions of the data set, what each changed, and what differs between two.

mod data;
mod filter;

use askama::Template;
use serde_json::{Map, Value};

pub(super) use self::data::Change;
use self::data::{Between, Next, Versions};
pub(super) use self::filter::ChangeFilter;
use super::address::Link;
use super::cited::Paged;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const VERSIONS: &str = document!(
    "versions.graphql",
    "../edition.graphql",
    "../iscm_name.graphql",
);

pub(super) const VERSION: &str = document!(
    "version.graphql",
    "changed.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

pub(super) const DIFF: &str = document!(
    "diff.graphql",
    "changed.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

/// The versions, newest first.
#[derive(Debug)]
pub(super) struct VersionsPage {
    /// Which of their changes are counted.
    pub(super) filter: ChangeFilter,
}

/// What a version changed.
#[derive(Debug)]
pub(super) struct VersionPage {
    /// Its number.
    pub(super) number: i32,
    /// Which changes are told.
    pub(super) filter: ChangeFilter,
}

/// What differs between two versions.
#[derive(Debug)]
pub(super) struct DiffPage {
    /// The older one.
    pub(super) from: i32,
    /// The newer one.
    pub(super) to: i32,
    /// Which changes are told.
    pub(super) filter: ChangeFilter,
}

#[derive(Template)]
#[template(path = "changes/versions.html")]
struct VersionsView<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    filter: &'v ChangeFilter,
    data: &'v Versions,
    links: Vec<Link>,
    next: Option<Link>,
    all: Option<Link>,
}

#[derive(Template)]
#[template(path = "changes/changes.html")]
struct ChangesView<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    /// Who published it, when and why.
    version: Option<(&'v str, &'v str, &'v str)>,
    changes: &'v Paged<Change>,
    next: Option<Link>,
    all: Option<Link>,
    /// The changes of the versions beside it.
    beside: Vec<(&'v str, Link)>,
}

impl Page for VersionsPage {
    fn document(&self) -> &'static str {
        VERSIONS
    }

    fn variables(&self) -> Map<String, Value> {
        self.filter.variables()
    }

    fn rows(&self) -> Option<&'static str> {
        Some("log.versions")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Versions>(data)?;
        let t = &frame.t.changes;
        let head = Head {
            title: t.title.clone(),
            description: t.lead.clone(),
            json_ld: None,
        };
        let versions = &answer.data.log.versions;
        let params = self.filter.params();
        let link = |number: i64| frame.to_with(&format!("changes/{number}"), &params);
        let view = VersionsView {
            frame,
            head: &head,
            edition: &answer.edition,
            filter: &self.filter,
            data: &answer.data,
            links: versions.nodes.iter().map(|one| link(one.number)).collect(),
            next: versions.page_info.next(frame.address),
            all: self.filter.without(frame.address),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}

impl Page for VersionPage {
    fn document(&self) -> &'static str {
        VERSION
    }

    fn variables(&self) -> Map<String, Value> {
        let mut variables = self.filter.variables();
        variables.insert("since".to_owned(), (self.number - 1).into());
        variables
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Next>(data)?;
        let number = i64::from(self.number);
        let first = answer.data.changes.nodes.first().map(|one| &one.version);
        let Some(version) = first.filter(|version| version.number == number) else {
            return Ok(None);
        };
        let t = &frame.t.changes;
        let head = Head {
            title: format!("{} {number}", t.in_version),
            description: version.message.clone(),
            json_ld: None,
        };
        let params = self.filter.params();
        let link = |number: i64| frame.to_with(&format!("changes/{number}"), &params);
        let older = (number > 1).then(|| (&*t.older, link(number - 1)));
        let newer = (number < answer.data.newest.version).then(|| (&*t.newer, link(number + 1)));
        let view = ChangesView {
            frame,
            head: &head,
            edition: &answer.edition,
            version: Some((version.day(), &version.actor, &version.message)),
            changes: &version.changes,
            next: version.changes.page_info.next(frame.address),
            all: self.filter.without(frame.address),
            beside: older.into_iter().chain(newer).collect(),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}

impl Page for DiffPage {
    fn document(&self) -> &'static str {
        DIFF
    }

    fn variables(&self) -> Map<String, Value> {
        let mut variables = self.filter.variables();
        variables.insert("from".to_owned(), self.from.into());
        variables.insert("to".to_owned(), self.to.into());
        variables
    }

    fn rows(&self) -> Option<&'static str> {
        Some("between.diff")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Between>(data)?;
        let t = &frame.t.changes;
        let head = Head {
            title: format!("{} {}–{}", t.between, self.from, self.to),
            description: t.between_lead.clone(),
            json_ld: None,
        };
        let changes = &answer.data.between.diff;
        let view = ChangesView {
            frame,
            head: &head,
            edition: &answer.edition,
            version: None,
            changes,
            next: changes.page_info.next(frame.address),
            all: self.filter.without(frame.address),
            beside: Vec::new(),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
