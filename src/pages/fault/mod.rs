//! What a reader is told where something is wrong.

use askama::Template;

use super::address::Address;
use super::frame::{Frame, Head, Question};
use super::language::Language;
use crate::bibliography::Sources;
use crate::error::{Error, Result};
use crate::texts::AllTexts;

/// What is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'f> {
    /// The status of the response.
    pub status: u16,
    /// What was wrong, in the API's words.
    pub message: &'f str,
    /// The number of the request, where the server failed.
    pub request: Option<&'f str>,
}

#[derive(Template)]
#[template(path = "fault/fault.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    fault: &'v Fault<'v>,
    lead: &'v str,
}

impl Fault<'_> {
    /// The page.
    pub fn page(&self, texts: &AllTexts, language: Language, address: &Address) -> Result<String> {
        let frame = Frame::new(
            (texts, language),
            address,
            None,
            Question::default(),
            Sources::default(),
        );
        let t = &frame.t.fault;
        let (title, lead) = match self.status {
            404 => (&t.not_found, &t.not_found_lead),
            429 | 503 => (&t.busy, &t.busy_lead),
            500.. => (&t.internal, &t.internal_lead),
            _ => (&t.bad, &t.bad_lead),
        };
        let head = Head {
            title: title.clone(),
            description: lead.clone(),
            json_ld: None,
        };
        let view = View {
            frame: &frame,
            head: &head,
            fault: self,
            lead,
        };
        let filled = view.render();
        filled.map_err(|why| Error::internal(format!("a template that cannot be filled: {why}")))
    }
}
