//! The document: its sections, their paragraphs, and the facts that words were taken from.

use std::collections::HashSet;

use entity::tables::Record;
use entity::{assessment_section, citation, iscm};

use super::prose::joint;
use crate::graph::Row;

/// A summary of findings.
#[derive(Debug)]
pub struct Document<'a> {
    /// The ISCM.
    pub iscm: Row<'a, iscm::Entity>,
    /// The five sections.
    pub sections: Vec<Section<'a>>,
}

/// A section of it.
#[derive(Debug)]
pub struct Section<'a> {
    /// The number, from 1.
    pub number: i32,
    /// The section of the newest assessment that it follows, if the data set has one.
    pub model: Option<Row<'a, assessment_section::Entity>>,
    /// Whether nothing is recorded for it; its one paragraph then says so.
    pub is_empty: bool,
    /// What it says.
    pub paragraphs: Vec<Paragraph<'a>>,
    pub(super) title: &'static str,
}

/// A paragraph: pieces of text, one after the other.
#[derive(Debug)]
pub struct Paragraph<'a>(pub(super) Vec<Piece<'a>>);

/// Words, and the facts they were taken from: none for the words between.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) text: String,
    pub(super) facts: Vec<Fact<'a>>,
}

/// A record of any type, known by its citations, of which each fact has one.
#[derive(Clone, Debug)]
pub(super) struct Fact<'a>(Vec<Row<'a, citation::Entity>>);

impl Section<'_> {
    /// The title: that of the assessment's section, or else our own.
    #[must_use]
    pub fn title(&self) -> &str {
        self.model.as_ref().map_or(self.title, |row| &row.title)
    }
}

impl<'a> Paragraph<'a> {
    /// `Lead: a, b and c.` or, of one item, `Lead is a.`
    pub(super) fn list(lead: String, items: Vec<Piece<'a>>) -> Self {
        let texts: Vec<_> = items.iter().map(|item| item.text.as_str()).collect();
        let (between, last) = joint(&texts);
        let count = items.len();
        let is_verb = lead.ends_with(" is") && count == 1;
        let mut pieces = vec![Piece::words(lead + if is_verb { " " } else { ": " })];
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                pieces.push(Piece::words(if at + 1 < count { between } else { last }));
            }
            pieces.push(item);
        }
        pieces.push(Piece::words("."));
        Self(pieces)
    }

    /// `Lead. Sentence. Sentence.`
    pub(super) fn sentences(lead: Option<String>, items: Vec<Piece<'a>>) -> Self {
        let mut pieces: Vec<_> = lead
            .map(|lead| Piece::words(lead + "."))
            .into_iter()
            .collect();
        for item in items {
            if !pieces.is_empty() {
                pieces.push(Piece::words(" "));
            }
            pieces.push(item);
        }
        Self(pieces)
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The facts it comes from, each once: the first citation of each.
    #[must_use]
    pub fn facts(&self) -> Vec<Row<'a, citation::Entity>> {
        let first = |fact: &Fact<'a>| fact.0.first().copied();
        let mut seen = HashSet::new();
        let facts = self.0.iter().flat_map(|piece| &piece.facts);
        let first = facts.filter_map(first);
        first
            .filter(|row| seen.insert((row.subject_type, row.model().subject_id.as_str())))
            .collect()
    }

    /// Where the facts were found: each place in a source once.
    #[must_use]
    pub fn citations(&self) -> Vec<Row<'a, citation::Entity>> {
        let mut seen = HashSet::new();
        let citations = self.0.iter().flat_map(Piece::citations);
        citations
            .filter(|row| {
                seen.insert((
                    row.model().source_id.as_str(),
                    row.model().locator.as_deref(),
                ))
            })
            .collect()
    }
}

impl<'a> Piece<'a> {
    /// Words between facts.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self::of(text, &[])
    }

    /// Words taken from a fact.
    pub(super) fn fact<E: Record>(text: impl Into<String>, row: &Row<'a, E>) -> Self {
        Self::of(text, &[Fact::of(row)])
    }

    /// Words taken from several facts.
    pub(super) fn of(text: impl Into<String>, facts: &[Fact<'a>]) -> Self {
        Self {
            text: text.into(),
            facts: facts.to_vec(),
        }
    }

    pub(super) fn citations(&self) -> impl Iterator<Item = Row<'a, citation::Entity>> {
        self.facts.iter().flat_map(|fact| fact.0.iter().copied())
    }
}

impl<'a> Fact<'a> {
    pub(super) fn of<E: Record>(row: &Row<'a, E>) -> Self {
        Self(row.cited().iter().collect())
    }
}
