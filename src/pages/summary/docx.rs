//! The summary in short, for word processors: a paragraph each, with its sources as footnotes.

use std::io::Cursor;

use docx_rs::{Docx, Footnote, Paragraph as Text, Run, RunFonts, Style, StyleType};
use serde_json::{Map, Value};

use super::super::edition::Edition;
use super::super::frame::Frame;
use super::super::iscm::moved;
use super::super::page::Page;
use super::super::show::{Media, Shown, read};
use super::{DOCUMENT, Data, Paragraph, Piece, Summary};
use crate::error::{Error, Result};

/// The summary of an ISCM as a document of a word processor.
#[derive(Debug)]
pub(in crate::pages) struct SummaryDocx {
    /// What the ISCM is called in addresses.
    pub(in crate::pages) slug: String,
}

impl Page for SummaryDocx {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("slug".to_owned(), self.slug.clone().into())])
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        moved(data, &self.slug, "/summary.docx")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let edition = &answer.edition;
        let Some(iscm) = answer.data.iscm else {
            return Ok(None);
        };
        let mut body = Cursor::new(Vec::new());
        let document = document(frame, edition, &iscm.summary_of_findings);
        let packed = document.build().pack(&mut body);
        packed
            .map_err(|why| Error::internal(format!("a document that cannot be written: {why}")))?;
        Ok(Some(Shown {
            title: iscm.summary_of_findings.title,
            version: edition.version,
            day: edition.day().map(str::to_owned),
            body: body.into_inner(),
            media: Media::Docx,
        }))
    }
}

fn document(frame: &Frame<'_>, edition: &Edition, summary: &Summary) -> Docx {
    let heading = |id: &str, name: &str, level: usize, size: usize| {
        let style = Style::new(id, StyleType::Paragraph).name(name);
        style.size(size).bold().outline_lvl(level)
    };
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri");
    let mut writer = Writer::default();
    let mut document = Docx::new()
        .default_fonts(fonts)
        .default_size(22)
        .add_style(heading("Title", "Title", 0, 36))
        .add_style(heading("Heading1", "heading 1", 0, 28))
        .add_paragraph(writer.plain(&summary.title).style("Title"));
    if let Some(moment) = &edition.published_at {
        document = document.created_at(moment).updated_at(moment);
    }
    for section in &summary.sections {
        let title = format!("{}. {}", section.number, section.title);
        document = document.add_paragraph(writer.plain(&title).style("Heading1"));
        for paragraph in &section.brief {
            document = document.add_paragraph(writer.cited(frame, paragraph));
        }
    }
    let t = &frame.t.foot;
    let licence = &edition.licence;
    let licence = format!("{}: {} ({})", t.licence, licence.name, licence.url);
    document
        .add_paragraph(writer.plain(&t.cite).style("Heading1"))
        .add_paragraph(writer.plain(&edition.citation))
        .add_paragraph(writer.plain(&licence))
        .add_paragraph(writer.plain(&edition.disclaimer))
}

/// Counts what has a number in a document. The crate's own numbers are of all documents that a program makes, with
/// which no two would be the same.
#[derive(Debug, Default)]
struct Writer {
    paragraphs: usize,
    notes: usize,
}

impl Writer {
    /// An empty paragraph.
    fn paragraph(&mut self) -> Text {
        self.paragraphs += 1;
        Text {
            id: format!("{:08X}", self.paragraphs),
            ..Text::new()
        }
    }

    /// A paragraph of a text.
    fn plain(&mut self, text: &str) -> Text {
        self.paragraph().add_run(Run::new().add_text(text))
    }

    /// A paragraph with a footnote after each piece that has sources.
    fn cited(&mut self, frame: &Frame<'_>, paragraph: &Paragraph) -> Text {
        let mut text = self.paragraph();
        for piece in &paragraph.pieces {
            text = text.add_run(Run::new().add_text(&piece.text));
            let sources = sources(frame, piece);
            if !sources.is_empty() {
                self.notes += 1;
                let note = Footnote {
                    id: self.notes,
                    content: sources.iter().map(|told| self.plain(told)).collect(),
                };
                text = text.add_run(Run::new().add_footnote_reference(note));
            }
        }
        text
    }
}

/// The sources of a piece, as its footnote tells them.
fn sources(frame: &Frame<'_>, piece: &Piece) -> Vec<String> {
    let told = piece.citations.iter().filter_map(|citation| {
        let source = frame.notes.source(citation.source.key())?;
        let mut told = format!("{}. {}", source.title, source.publisher);
        if let Some(year) = source.year {
            told = format!("{told}, {year}");
        }
        if let Some(locator) = &citation.locator {
            told = format!("{told}; {locator}");
        }
        if let Some(url) = &source.url {
            told = format!("{told}. {url}");
        }
        Some(told)
    });
    told.collect()
}
