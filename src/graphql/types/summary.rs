//! The summary of findings of an ISCM.

use async_graphql::Object;
use entity::iscm;

use super::assessment::AssessmentSection;
use super::iscm::Iscm;
use super::source::Citation;
use crate::graph::Row;
use crate::graph::summary::{Document, Paragraph, Section};
use crate::graphql::connection::wrap;
use crate::graphql::node::Cited;

/// A summary of findings.
pub(in crate::graphql) struct SummaryOfFindings<'a>(Document<'a>);

impl<'a> SummaryOfFindings<'a> {
    /// That of an ISCM.
    pub(super) fn of(iscm: Row<'a, iscm::Entity>) -> Self {
        Self(Document::of(iscm))
    }
}

/// What is known of an ISCM as a document: the five sections of the summaries that IOM made of its
/// survey of 2019, written from the graph. It changes with the data set only.
#[Object]
impl<'a> SummaryOfFindings<'a> {
    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.iscm)
    }

    /// The title.
    async fn title(&self) -> String {
        self.0.title()
    }

    /// The sections, by number: always five.
    async fn sections(&self) -> Vec<SummarySection<'_>> {
        self.0.sections.iter().map(SummarySection).collect()
    }

    /// The document in Markdown (CommonMark): a heading, the sections, and the sources by number, which
    /// marks such as `[3]` refer to. Text of the data set is escaped: it holds no markup.
    async fn markdown(&self) -> String {
        self.0.markdown()
    }
}

/// A section.
pub(in crate::graphql) struct SummarySection<'s>(&'s Section<'s>);

/// A section of a summary of findings.
#[Object]
impl<'s> SummarySection<'s> {
    /// The number, from 1 to 5.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The title: that of the newest assessment's section, if it has one with this number.
    async fn title(&self) -> &str {
        self.0.title()
    }

    /// The section of the newest assessment that it follows; null when the data set has none with this
    /// number.
    async fn assessment_section(&self) -> Option<AssessmentSection<'s>> {
        self.0.model.map(AssessmentSection)
    }

    /// Whether nothing is recorded for it; its one paragraph then says so.
    async fn is_empty(&self) -> bool {
        self.0.is_empty
    }

    /// What it says: at least one paragraph.
    async fn paragraphs(&self) -> Vec<SummaryParagraph<'s>> {
        self.0.paragraphs.iter().map(SummaryParagraph).collect()
    }
}

/// A paragraph.
pub(in crate::graphql) struct SummaryParagraph<'s>(&'s Paragraph<'s>);

/// A paragraph of a summary of findings.
#[Object]
impl<'s> SummaryParagraph<'s> {
    /// What it says, in English.
    async fn text(&self) -> String {
        self.0.text()
    }

    /// The facts it comes from, each once; empty when it says that nothing is recorded.
    async fn facts(&self) -> Vec<Cited<'s>> {
        wrap(self.0.facts())
    }

    /// Where the facts were found, each place in a source once; empty when there are none.
    async fn citations(&self) -> Vec<Citation<'s>> {
        self.0.citations().into_iter().map(Citation).collect()
    }
}
