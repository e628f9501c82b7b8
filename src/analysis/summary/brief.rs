//! A summary in short: what the ISCM's main source tells, which is the first that the ISCM's own record cites. Of a
//! paragraph that it tells nothing of nothing is said, unless the section would be empty.

use entity::citation;

use super::document::{Document, Paragraph, Piece, Section};
use crate::graph::Row;

/// How many facts stand in for what the main source does not tell of a section.
const INSTEAD: usize = 3;

impl Document<'_> {
    /// The document in short.
    #[must_use]
    pub fn brief(&self) -> Self {
        let main = self.iscm.cited().iter().next();
        let main = main.map(|citation| citation.model().source_id.as_str());
        let sections = self.sections.iter();
        Self {
            iscm: self.iscm,
            sections: sections.map(|section| section.brief(main)).collect(),
        }
    }
}

impl Section<'_> {
    /// The section in short; `main` is the main source's key.
    fn brief(&self, main: Option<&str>) -> Self {
        let is_main = |row: Row<'_, citation::Entity>| Some(row.model().source_id.as_str()) == main;
        let is_told = |item: &Piece<'_>| self.is_empty || item.citations().any(is_main);
        let told = self
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.with(is_told));
        let mut paragraphs: Vec<Paragraph<'_>> = told.collect();
        if paragraphs.is_empty() {
            let first = self
                .paragraphs
                .iter()
                .filter_map(|paragraph| paragraph.first(INSTEAD));
            paragraphs = first.take(INSTEAD).collect();
        }
        Self {
            paragraphs,
            ..*self
        }
    }
}
