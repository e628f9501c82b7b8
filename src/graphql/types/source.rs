//! Where facts come from: sources and citations.

use std::collections::HashSet;

use async_graphql::{ID, Object};
use entity::enums::SourceKind;
use entity::tables::Record;
use entity::{citation, source};

use crate::graph::{List, Row};
use crate::graphql::connection::{Wraps, lists};
use crate::graphql::node::{Cited, id};
use crate::graphql::word::Word;

/// The citations of a record.
pub(super) fn citations<'a>(row: &Row<'a, impl Record>) -> Vec<Citation<'a>> {
    row.cited().iter().map(Citation).collect()
}

/// A source.
pub(in crate::graphql) struct Source<'a>(pub(in crate::graphql) Row<'a, source::Entity>);

/// The first citation of each fact that cites a source.
fn citing<'a>(source: Row<'a, source::Entity>) -> List<'a, citation::Entity> {
    let mut seen = HashSet::new();
    let citations = source.many::<citation::Entity>();
    let first = citations
        .iter()
        .filter(|row| seen.insert((row.subject_type, row.model().subject_id.as_str())));
    List::of_rows(source.view(), first)
}

lists! {
    SourceLists<'a> over Row<'a, source::Entity> {
        connections {
            /// The facts that cite it, each once.
            cited_by: Cited = |source| citing(source);
        }
        lists {
        }
    }
}

/// A document or page that facts are cited from.
#[Object]
impl<'a> Source<'a> {
    /// The id, e.g. `source:summary-2019`. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Who published it.
    async fn publisher(&self) -> &str {
        &self.0.publisher
    }

    /// The year it was published; null when not known.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Where it is on the web; null when it is not.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// What kind of source it is.
    async fn kind(&self) -> Word<SourceKind> {
        Word(self.0.kind)
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> SourceLists<'a> {
        SourceLists(self.0)
    }
}

/// A citation.
pub(in crate::graphql) struct Citation<'a>(pub(in crate::graphql) Row<'a, citation::Entity>);

/// Where a fact was found: a source, and the place in it.
#[Object]
impl<'a> Citation<'a> {
    /// The source.
    async fn source(&self) -> Source<'a> {
        Source(self.0.parent())
    }

    /// The place in the source: a heading, a section's number, a page. Null when the whole source is
    /// meant.
    async fn locator(&self) -> Option<&str> {
        self.0.locator.as_deref()
    }

    /// The fact that was found there.
    async fn fact(&self) -> Option<Cited<'a>> {
        Cited::wrap(self.0)
    }
}
