//! ISCMs side by side.

mod data;

use askama::Template;
use serde_json::{Map, Value};

use self::data::{Comparison, Data, Shared, Table};
use super::address::Address;
use super::cited::IscmName;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::{Error, ErrorCode, Result};

pub(super) const DOCUMENT: &str = document!(
    "compare.graphql",
    "../edition.graphql",
    "../iscm_name.graphql",
);

/// ISCMs side by side, or a form to choose them.
#[derive(Clone, Debug)]
pub(super) struct ComparePage {
    /// What they are called in the address, each once.
    pub(super) iscms: Vec<String>,
    /// Why they cannot be compared, in the API's words.
    pub(super) refused: Option<String>,
}

#[derive(Template)]
#[template(path = "compare/compare.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    page: &'v ComparePage,
    choice: &'v [IscmName],
    compared: Option<Compared<'v>>,
}

struct Compared<'v> {
    comparison: &'v Comparison,
    shared: Shared,
    tables: Vec<Table<'v>>,
}

impl ComparePage {
    /// The comparison that an address asks for.
    #[must_use]
    pub(super) fn of(address: &Address) -> Self {
        let mut iscms = Vec::<String>::new();
        for (name, value) in &address.params {
            let has = iscms.iter().any(|other| other.eq_ignore_ascii_case(value));
            if name == "iscm" && !has {
                iscms.push(value.clone());
            }
        }
        Self {
            iscms,
            refused: None,
        }
    }

    /// Whether there is something to compare: one alone is a choice that is not finished.
    fn compares(&self) -> bool {
        self.iscms.len() > 1 && self.refused.is_none()
    }

    /// Whether an ISCM is chosen.
    fn has(&self, iscm: &IscmName) -> bool {
        let is_it = |name: &String| {
            name.eq_ignore_ascii_case(&iscm.slug) || name.eq_ignore_ascii_case(&iscm.acronym)
        };
        self.iscms.iter().any(is_it)
    }
}

impl Page for ComparePage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        let compares = self.compares();
        let iscms = if compares { &*self.iscms } else { &[] };
        Map::from_iter([
            ("iscms".to_owned(), iscms.into()),
            ("compares".to_owned(), compares.into()),
        ])
    }

    fn rows(&self) -> Option<&'static str> {
        self.compares().then_some("compare.members.all")
    }

    fn instead(&self, refused: &Error) -> Option<Box<dyn Page>> {
        if refused.code != ErrorCode::BadUserInput || !self.compares() {
            return None;
        }
        Some(Box::new(Self {
            refused: Some(refused.message.clone()),
            ..self.clone()
        }))
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let t = &frame.t.compare;
        let comparison = answer.data.compare.as_ref();
        let names = comparison.map(|comparison| {
            let names = comparison.iscms.iter().map(|iscm| &*iscm.name.acronym);
            names.collect::<Vec<_>>().join(", ")
        });
        let head = Head {
            title: match names {
                Some(names) => format!("{}: {names}", t.title),
                None => t.title.clone(),
            },
            description: t.lead.clone(),
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            page: self,
            choice: &answer.data.iscms.nodes,
            compared: comparison.map(|comparison| Compared {
                comparison,
                shared: comparison.shared(frame),
                tables: comparison.tables(frame),
            }),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
