//! The documents that are known before any request: trusted ones, named data sets, those of links and of pages.

use crate::config::Edge;
use crate::files::NamedSets;
use crate::links::Links;
use crate::pages::{AllTexts, documents as of_pages};
use crate::request::Documents;

/// The documents that are known before any request. They are read before the graph is, so that what is wrong in them is
/// told at once.
pub struct KnownDocuments {
    pub(super) documents: Documents,
    pub(super) named: NamedSets,
    pub(super) links: Links,
    /// The words of the pages.
    pub(super) texts: AllTexts,
}

impl KnownDocuments {
    /// Reads them where the settings say, each to its end.
    pub fn read(edge: &Edge) -> anyhow::Result<Self> {
        let documents = Documents::new(edge)?;
        let named = NamedSets::read(&documents, edge.datasets.as_deref())?;
        let links = Links::open(edge, &documents, &named, &of_pages())?;
        Ok(Self {
            documents,
            named,
            links,
            texts: AllTexts::read()?,
        })
    }
}

impl std::fmt::Debug for KnownDocuments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KnownDocuments").finish_non_exhaustive()
    }
}
