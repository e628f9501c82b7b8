//! The summary of findings of an ISCM: the five sections of IOM's document of 2019, written from the
//! graph.
//!
//! ```text
//! Document ──▶ Section (five) ──▶ Paragraph ──▶ Piece: words, and the facts they were taken from
//! ```
//!
//! The text depends on the version of the graph alone, not on the day: it says "from 2024" and leaves
//! it to the reader whether that goes on.

mod governance;
mod markdown;
mod members;
mod partnerships;
mod prose;
mod structures;
mod themes;
mod value;

use std::collections::HashSet;

use entity::tables::Record;
use entity::values::Language;
use entity::{assessment, assessment_section, citation, iscm};

use crate::graph::Row;
use prose::{joint, named};

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
    title: &'static str,
}

/// A paragraph: pieces of text, one after the other.
#[derive(Debug)]
pub struct Paragraph<'a>(Vec<Piece<'a>>);

/// Words, and the facts they were taken from: none for the words between.
#[derive(Debug)]
struct Piece<'a> {
    text: String,
    facts: Vec<Fact<'a>>,
}

/// A record of any type, known by its citations, of which each fact has one.
#[derive(Clone, Debug)]
pub struct Fact<'a>(Vec<Row<'a, citation::Entity>>);

/// How a section is written.
struct Plan {
    /// Its title when no assessment gives one.
    title: &'static str,
    /// What it says when nothing is recorded.
    none: &'static str,
    write: for<'a> fn(Row<'a, iscm::Entity>) -> Vec<Paragraph<'a>>,
}

const PLAN: [Plan; 5] = [
    Plan {
        title: "Thematic focus and how it evolved",
        none: "No theme is recorded.",
        write: themes::write,
    },
    Plan {
        title: "Contribution to migration governance",
        none: "No contribution to migration governance is recorded.",
        write: governance::write,
    },
    Plan {
        title: "Structures and funding",
        none: "No structure and no funding is recorded.",
        write: structures::write,
    },
    Plan {
        title: "Partnership models",
        none: "No partnership is recorded.",
        write: partnerships::write,
    },
    Plan {
        title: "Added value of membership",
        none: "No statement on the added value of membership is recorded.",
        write: value::write,
    },
];

impl<'a> Document<'a> {
    /// The summary of an ISCM.
    #[must_use]
    pub fn of(iscm: Row<'a, iscm::Entity>) -> Self {
        let assessments = iscm.scope().all::<assessment::Entity>();
        let models: Vec<_> = assessments
            .iter()
            .last()
            .into_iter()
            .flat_map(|newest| newest.many::<assessment_section::Entity>().iter())
            .collect();
        let section = |(number, plan): (i32, &Plan)| {
            let mut paragraphs = (plan.write)(iscm);
            let is_empty = paragraphs.is_empty();
            if is_empty {
                paragraphs.push(Paragraph(vec![Piece::words(plan.none)]));
            }
            Section {
                number,
                model: models.iter().find(|model| model.number == number).copied(),
                is_empty,
                paragraphs,
                title: plan.title,
            }
        };
        Self {
            iscm,
            sections: (1..).zip(&PLAN).map(section).collect(),
        }
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> String {
        format!("Summary of Findings: {}", full_name(&self.iscm))
    }

    /// The document in Markdown, with its sources at the end.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::render(self)
    }
}

/// An ISCM's name in English with its acronym, once where they are the same.
fn full_name(iscm: &Row<'_, iscm::Entity>) -> String {
    let name = iscm.names.get(Language::En);
    let acronym = Some(iscm.acronym.clone()).filter(|acronym| !name.contains(acronym.as_str()));
    named(name, [acronym])
}

impl Section<'_> {
    /// The title: that of the assessment's section, or else our own.
    #[must_use]
    pub fn title(&self) -> &str {
        self.model.as_ref().map_or(self.title, |row| &row.title)
    }
}

impl<'a> Paragraph<'a> {
    /// `Lead: a, b and c.` or, of one item, `Lead is a.`
    fn list(lead: String, items: Vec<Piece<'a>>) -> Self {
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
    fn sentences(lead: Option<String>, items: Vec<Piece<'a>>) -> Self {
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
    fn words(text: impl Into<String>) -> Self {
        Self::of(text, &[])
    }

    /// Words taken from a fact.
    fn fact<E: Record>(text: impl Into<String>, row: &Row<'a, E>) -> Self {
        Self::of(text, &[Fact::of(row)])
    }

    /// Words taken from several facts.
    fn of(text: impl Into<String>, facts: &[Fact<'a>]) -> Self {
        Self {
            text: text.into(),
            facts: facts.to_vec(),
        }
    }

    fn citations(&self) -> impl Iterator<Item = Row<'a, citation::Entity>> {
        self.facts.iter().flat_map(|fact| fact.0.iter().copied())
    }
}

impl<'a> Fact<'a> {
    fn of<E: Record>(row: &Row<'a, E>) -> Self {
        Self(row.cited().iter().collect())
    }
}
