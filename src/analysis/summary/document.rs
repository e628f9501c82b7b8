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

/// A paragraph: words that lead to its items, and the items.
#[derive(Debug)]
pub struct Paragraph<'a> {
    lead: Option<String>,
    items: Vec<Piece<'a>>,
    form: Form,
}

/// How items stand in a paragraph.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `Lead: a, b and c.`
    List,
    /// `Lead. Sentence. Sentence.`
    Sentences,
}

/// Words, and the facts they were taken from: none for the words between.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// The words.
    pub text: String,
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
        Self {
            lead: Some(lead),
            items,
            form: Form::List,
        }
    }

    /// `Lead. Sentence. Sentence.`
    pub(super) fn sentences(lead: Option<String>, items: Vec<Piece<'a>>) -> Self {
        Self {
            lead,
            items,
            form: Form::Sentences,
        }
    }

    /// The same with the items that are told; nothing where there are none.
    pub(super) fn with(&self, is_told: impl Fn(&Piece<'a>) -> bool) -> Option<Self> {
        let items = self.items.iter().filter(|item| is_told(item));
        self.of(items.cloned().collect())
    }

    /// The same with the first of its items.
    pub(super) fn first(&self, count: usize) -> Option<Self> {
        self.of(self.items.iter().take(count).cloned().collect())
    }

    fn of(&self, items: Vec<Piece<'a>>) -> Option<Self> {
        let lead = self.lead.clone();
        let lead = match self.form {
            Form::List if items.len() < self.items.len() => {
                lead.map(|lead| lead + ", among others")
            }
            _ => lead,
        };
        (!items.is_empty()).then_some(Self {
            lead,
            items,
            form: self.form,
        })
    }

    /// What it says, piece by piece.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece<'a>> {
        match self.form {
            Form::List => self.listed(),
            Form::Sentences => self.told(),
        }
    }

    fn listed(&self) -> Vec<Piece<'a>> {
        let texts: Vec<_> = self.items.iter().map(|item| item.text.as_str()).collect();
        let (between, last) = joint(&texts);
        let count = self.items.len();
        let lead = self.lead.as_deref().unwrap_or_default();
        let is_verb = lead.ends_with(" is") && count == 1;
        let colon = if is_verb { " " } else { ": " };
        let mut pieces = vec![Piece::words(format!("{lead}{colon}"))];
        for (at, item) in self.items.iter().enumerate() {
            if at > 0 {
                pieces.push(Piece::words(if at + 1 < count { between } else { last }));
            }
            pieces.push(item.clone());
        }
        pieces.push(Piece::words("."));
        pieces
    }

    fn told(&self) -> Vec<Piece<'a>> {
        let lead = self.lead.iter();
        let mut pieces: Vec<_> = lead.map(|lead| Piece::words(format!("{lead}."))).collect();
        for item in &self.items {
            if !pieces.is_empty() {
                pieces.push(Piece::words(" "));
            }
            pieces.push(item.clone());
        }
        pieces
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces().into_iter().map(|piece| piece.text).collect()
    }

    /// The facts it comes from, each once: the first citation of each.
    #[must_use]
    pub fn facts(&self) -> Vec<Row<'a, citation::Entity>> {
        let first = |fact: &Fact<'a>| fact.0.first().copied();
        let mut seen = HashSet::new();
        let facts = self.items.iter().flat_map(|piece| &piece.facts);
        let first = facts.filter_map(first);
        first
            .filter(|row| seen.insert((row.subject_type, row.model().subject_id.as_str())))
            .collect()
    }

    /// Where the facts were found: each place in a source once.
    #[must_use]
    pub fn citations(&self) -> Vec<Row<'a, citation::Entity>> {
        each_once(self.items.iter().flat_map(Piece::citations))
    }
}

/// Each place in a source once.
fn each_once<'a>(
    citations: impl Iterator<Item = Row<'a, citation::Entity>>,
) -> Vec<Row<'a, citation::Entity>> {
    let mut seen = HashSet::new();
    let place = |row: &Row<'a, citation::Entity>| {
        let citation = row.model();
        (citation.source_id.as_str(), citation.locator.as_deref())
    };
    citations.filter(|row| seen.insert(place(row))).collect()
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

    /// Where its facts were found: each place in a source once.
    #[must_use]
    pub fn places(&self) -> Vec<Row<'a, citation::Entity>> {
        each_once(self.citations())
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
