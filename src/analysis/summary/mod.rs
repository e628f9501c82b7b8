//! The summary of findings of an ISCM: the five sections of IOM's document of 2019, written from the
//! graph.
//!
//! ```text
//! Document ──▶ Section (five) ──▶ Paragraph ──▶ Piece: words, and the facts they were taken from
//! ```
//!
//! What holds today stands first, as lists by date have it; what is over is told as earlier.

mod brief;
mod document;
mod governance;
mod markdown;
mod members;
mod origins;
mod partnerships;
mod prose;
mod structures;
mod themes;
mod value;

use entity::{assessment, assessment_section, iscm};

use crate::graph::Row;
pub use document::{Document, Paragraph, Piece, Section};
pub use prose::title;

/// How a section is written.
struct Plan {
    /// Its title when no assessment gives one.
    title: &'static str,
    /// What it says when nothing is recorded; nothing where something always is.
    none: Option<&'static str>,
    write: for<'a> fn(Row<'a, iscm::Entity>) -> Vec<Paragraph<'a>>,
}

const PLAN: [Plan; 5] = [
    Plan {
        title: "Thematic focus and how it evolved",
        none: None,
        write: themes::write,
    },
    Plan {
        title: "Contribution to migration governance",
        none: Some("No contribution to migration governance is recorded."),
        write: governance::write,
    },
    Plan {
        title: "Structures and funding",
        none: Some("No structure and no funding is recorded."),
        write: structures::write,
    },
    Plan {
        title: "Partnership models",
        none: Some("No partnership is recorded."),
        write: partnerships::write,
    },
    Plan {
        title: "Added value of membership",
        none: Some("No statement on the added value of membership is recorded."),
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
            if let Some(none) = plan.none.filter(|_| is_empty) {
                paragraphs.push(Paragraph::sentences(None, vec![Piece::words(none)]));
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

    /// The document in Markdown, with its sources at the end.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::render(self)
    }
}
