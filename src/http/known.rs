//! The documents that are known before any request: trusted ones, named data sets, those of links and of pages.

use std::sync::Arc;

use crate::config::Edge;
use crate::files::{NamedSets, SavedSets};
use crate::links::Links;
use crate::office::QuestionReader;
use crate::pages::documents as of_pages;
use crate::request::Documents;
use crate::texts::AllTexts;

/// The documents that are known before any request. They are read before the graph is, so that what is wrong in them is
/// told at once.
pub struct KnownDocuments {
    pub(super) documents: Arc<Documents>,
    pub(super) named: NamedSets,
    /// Saved questions, which are read when they are asked.
    pub(super) saved: Arc<SavedSets>,
    pub(super) links: Links,
    /// The words of pages and mails.
    pub(super) texts: Arc<AllTexts>,
}

impl KnownDocuments {
    /// Reads them where the settings say, each to its end.
    pub fn read(edge: &Edge) -> anyhow::Result<Self> {
        let documents = Documents::new(edge)?;
        let named = NamedSets::read(&documents, edge.datasets.as_deref())?;
        let links = Links::open(edge, &documents, &named, &of_pages())?;
        let documents = Arc::new(documents);
        Ok(Self {
            saved: Arc::new(SavedSets::new(Arc::clone(&documents))),
            documents,
            named,
            links,
            texts: Arc::new(AllTexts::read()?),
        })
    }

    /// The words of pages and mails.
    #[must_use]
    pub fn texts(&self) -> Arc<AllTexts> {
        Arc::clone(&self.texts)
    }

    /// What reads saved questions.
    #[must_use]
    pub fn reader(&self) -> Arc<dyn QuestionReader> {
        self.saved.clone()
    }
}

impl std::fmt::Debug for KnownDocuments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KnownDocuments").finish_non_exhaustive()
    }
}
