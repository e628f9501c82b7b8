//! The summary of findings of an ISCM.

use std::sync::Arc;

use entity::{citation, iscm};

use super::argument::{Word, arg};
use super::object::Object;
use super::out::{Out, Record};
use super::told::{value, worked_out};
use crate::analysis::summary as written;
use crate::graph::{Row, Scope};
use crate::vocabulary::words;

words! {
    /// How much a summary of findings tells.
    SummaryLength {
        /// What the ISCM's main source tells, which is the first that the ISCM itself cites.
        Brief = "BRIEF",
        /// All that is on record.
        Full = "FULL",
    }
}

impl SummaryLength {
    fn of(self, document: written::Document<'_>) -> written::Document<'_> {
        match self {
            Self::Brief => document.brief(),
            Self::Full => document,
        }
    }
}

/// The summary of findings of the ISCM at a place.
pub(super) struct Summary(u32);

/// A section of it.
struct Section {
    number: i32,
    title: Arc<str>,
    model: Option<u32>,
    is_empty: bool,
    paragraphs: Vec<Paragraph>,
    brief: Vec<Paragraph>,
}

/// A paragraph of one.
struct Paragraph {
    text: Arc<str>,
    facts: Vec<Option<Record>>,
    citations: Vec<u32>,
    pieces: Vec<Piece>,
}

/// A piece of one.
struct Piece {
    text: Arc<str>,
    citations: Vec<u32>,
}

#[rustfmt::skip] // a table: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![
        Object::told("SummaryOfFindings", "What is known of an ISCM as a document: the five sections of the summaries that IOM made of its\nsurvey of 2019, written from the graph. It changes with the data set only.", vec![
            value("iscm", "The ISCM.", "Iscm!", |of: &Summary| Out::Row(of.0)),
            worked_out("title", "The title.", "String!", (), |of: &Summary, scope, _, ()| Ok(Out::maybe(scope.row(of.0), |iscm| Out::text(written::title(&iscm))))),
            worked_out("sections", "The sections, by number: always five.", "[SummarySection!]!", (), |of: &Summary, scope, _, ()| Ok(sections(of, scope))).costing(10).at_most(5),
            worked_out("markdown", "The document in Markdown (CommonMark): a heading, the sections, and the sources by number, which\nmarks such as `[3]` refer to. Text of the data set is escaped: it holds no markup.", "String!", (arg("length", "How much it tells.").or("FULL"),), |of: &Summary, scope, _, (length,): &(Word<SummaryLength>,)| Ok(Out::maybe(of.written(scope), |document| Out::text(length.0.of(document).markdown())))).costing(10),
        ]),
        Object::told("SummarySection", "A section of a summary of findings.", vec![
            value("number", "The number, from 1 to 5.", "Int!", |of: &Section| Out::Int(of.number.into())),
            value("title", "The title: that of the newest assessment's section, if it has one with this number.", "String!", |of: &Section| Out::text(&*of.title)),
            value("assessmentSection", "The section of the newest assessment that it follows; null when the data set has none with this\nnumber.", "AssessmentSection", |of: &Section| Out::maybe(of.model, Out::Row)),
            value("isEmpty", "Whether nothing is recorded for it; its one paragraph then says so.", "Boolean!", |of: &Section| Out::Flag(of.is_empty)),
            value("paragraphs", "What it says: at least one paragraph.", "[SummaryParagraph!]!", |of: &Section| Out::inner(&of.paragraphs)).at_most(50).in_all(100),
            value("brief", "The same in short: what the ISCM's main source tells, which is the first that the ISCM itself cites. Where it tells\nnothing of the section, the first facts on record.", "[SummaryParagraph!]!", |of: &Section| Out::inner(&of.brief)).at_most(20).in_all(60),
        ]),
        Object::told("SummaryParagraph", "A paragraph of a summary of findings.", vec![
            value("text", "What it says, in English.", "String!", |of: &Paragraph| Out::text(&*of.text)),
            value("facts", "The facts it comes from, each once; empty when it says that nothing is recorded.", "[Cited!]!", |of: &Paragraph| Out::Records(of.facts.clone())).at_most(120).in_all(400),
            value("citations", "Where the facts were found, each place in a source once; empty when there are none.", "[Citation!]!", |of: &Paragraph| Out::Rows((&of.citations).into())).at_most(150).in_all(350),
            value("pieces", "The text in pieces, each with where its facts were found: one after the other they are the text.", "[SummaryPiece!]!", |of: &Paragraph| Out::inner(&of.pieces)).at_most(300).in_all(1_000),
        ]),
        Object::told("SummaryPiece", "A piece of a paragraph of a summary of findings.", vec![
            value("text", "What it says, in English, with the blanks between it and the next.", "String!", |of: &Piece| Out::text(&*of.text)),
            value("citations", "Where its facts were found, each place in a source once; empty of words that only join facts.", "[Citation!]!", |of: &Piece| Out::Rows((&of.citations).into())).at_most(40).in_all(1_000),
        ]),
    ]
}

impl Summary {
    /// That of an ISCM.
    pub(super) const fn of(iscm: Row<'_, iscm::Entity>) -> Self {
        Self(iscm.place())
    }

    fn written<'s>(&self, scope: &'s Scope) -> Option<written::Document<'s>> {
        scope.row(self.0).map(written::Document::of)
    }
}

fn sections<'s>(of: &Summary, scope: &'s Scope) -> Out<'s> {
    let Some(document) = of.written(scope) else {
        return Out::Null;
    };
    let brief = document.brief();
    Out::list(
        document.sections.iter().zip(&brief.sections),
        |(section, brief)| {
            Out::value(Section {
                number: section.number,
                title: section.title().into(),
                model: section.model.map(|model| model.place()),
                is_empty: section.is_empty,
                paragraphs: section.paragraphs.iter().map(paragraph).collect(),
                brief: brief.paragraphs.iter().map(paragraph).collect(),
            })
        },
    )
}

fn paragraph(paragraph: &written::Paragraph<'_>) -> Paragraph {
    let facts = paragraph.facts().into_iter().map(|citation| {
        let (kind, id) = citation.subject();
        Record::find(citation.scope(), kind, id)
    });
    let places = |rows: Vec<Row<'_, citation::Entity>>| rows.iter().map(Row::place).collect();
    let pieces = paragraph.pieces().into_iter().map(|piece| Piece {
        citations: places(piece.places()),
        text: piece.text.into(),
    });
    Paragraph {
        text: paragraph.text().into(),
        facts: facts.collect(),
        citations: places(paragraph.citations()),
        pieces: pieces.collect(),
    }
}
