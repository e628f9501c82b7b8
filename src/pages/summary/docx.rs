//! The summary in short, for word processors: a paragraph each, with its sources as footnotes.

use std::io::Cursor;

use docx_rs::{
    Docx, Footnote, Hyperlink, HyperlinkType, Paragraph as Text, Run, RunFonts, Style, StyleType,
};
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
    let mut document = Docx::new()
        .default_fonts(fonts)
        .default_size(22)
        .add_style(heading("Title", "Title", 0, 36))
        .add_style(heading("Heading1", "heading 1", 0, 28));
    let plain = |text: &str| Text::new().add_run(Run::new().add_text(text));
    document = document.add_paragraph(plain(&summary.title).style("Title"));
    let mut notes = 0;
    for section in &summary.sections {
        let title = format!("{}. {}", section.number, section.title);
        document = document.add_paragraph(plain(&title).style("Heading1"));
        for paragraph in &section.brief {
            document = document.add_paragraph(text(frame, paragraph, &mut notes));
        }
    }
    let licence = Hyperlink::new(&edition.licence.url, HyperlinkType::External)
        .add_run(Run::new().add_text(&edition.licence.name));
    document
        .add_paragraph(plain(&frame.t.foot.heading).style("Heading1"))
        .add_paragraph(plain(&edition.citation))
        .add_paragraph(Text::new().add_hyperlink(licence))
        .add_paragraph(plain(&edition.disclaimer))
}

/// A paragraph, with a footnote after each piece that has sources; `notes` is how many there are before it.
fn text(frame: &Frame<'_>, paragraph: &Paragraph, notes: &mut usize) -> Text {
    let mut text = Text::new();
    for piece in &paragraph.pieces {
        text = text.add_run(Run::new().add_text(&piece.text));
        let sources = sources(frame, piece);
        if !sources.is_empty() {
            *notes += 1;
            let content = Text::new().add_run(Run::new().add_text(sources));
            // The crate's own numbers are of all documents that a program makes.
            let note = Footnote {
                id: *notes,
                content: vec![content],
            };
            text = text.add_run(Run::new().add_footnote_reference(note));
        }
    }
    text
}

/// The sources of a piece, as its footnote tells them.
fn sources(frame: &Frame<'_>, piece: &Piece) -> String {
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
    told.collect::<Vec<_>>().join("\n")
}
