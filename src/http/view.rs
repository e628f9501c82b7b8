//! A page: what shows the answer to an operation to a reader.

use axum::http::{HeaderMap, HeaderValue, header};
use serde_json::{Map, Value};

use super::attachment::attachment;
use super::response::Response;
use crate::bibliography::Style;
use crate::error::{ErrorCode, Result};
use crate::files::Listing;
use crate::pages::{Address, Frame, Language, Link, Page, Question, citation, name};
use crate::texts::AllTexts;

/// What pages may load, and where their forms lead: to this server.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// A page, for a reader.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) page: &'v dyn Page,
    pub(super) address: &'v Address,
    pub(super) language: Language,
    pub(super) texts: &'v AllTexts,
    pub(super) public: Option<&'v str>,
    /// Whether the server sends mail.
    pub(super) sends_mail: bool,
    /// The data sets that are had as files.
    pub(super) listings: &'v [Listing],
    /// The style of the bibliography that tells how the page is cited, where that is asked for.
    pub(super) cite: Option<Style>,
}

/// What comes of showing a page.
pub(super) enum Written {
    /// The page as it is sent, with what its headers say of it.
    Page(Vec<u8>, HeaderMap),
    /// Where it is, from where it was asked for.
    Moved(String),
    /// What it is about is not there.
    NotThere,
}

/// What a page is about is not there.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotThere;

impl View<'_> {
    /// The values of the document's variables.
    pub(super) fn variables(&self) -> Map<String, Value> {
        let mut variables = self.page.variables();
        variables.insert("language".to_owned(), self.language.word().into());
        variables
    }

    /// Shows the answer.
    pub(super) fn write(&self, response: Response) -> Result<Written> {
        let (data, sources) = match response.into_data() {
            Err(error) if error.code == ErrorCode::NotFound => return Ok(Written::NotThere),
            answered => answered.map_err(|error| self.page.told(error))?,
        };
        if let Some(path) = self.page.moved(&data)? {
            let path = format!("{}{path}", self.address.root());
            let params = self.address.params.iter();
            let params = params.map(|(name, value)| (name.as_str(), value.as_str()));
            return Ok(Written::Moved(Link::new(&path, params).plain()));
        }
        let question = Question {
            document: self.page.document(),
            variables: self.variables(),
            rows: self.page.rows().map(|rows| (rows, self.page.other_lists())),
        };
        let mut frame = Frame::new(
            (self.texts, self.language),
            self.address,
            self.public,
            question,
            sources,
        );
        frame.sends_mail = self.sends_mail;
        frame.listings = self.listings;
        let Some(shown) = self.page.show(&frame, &data)? else {
            return Ok(Written::NotThere);
        };
        let mut headers = HeaderMap::new();
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, accept-language"),
        );
        if let Ok(language) = HeaderValue::try_from(frame.code()) {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        if let Some(style) = self.cite {
            let name = format!("{}.{}", name(&shown.title), style.extension());
            attachment(&mut headers, &name, style.media_type());
            headers.remove(header::ACCEPT_RANGES);
            let entry = citation(&frame, &shown, style);
            return Ok(Written::Page(entry.into_bytes(), headers));
        }
        let media = shown.media.content_type();
        if let Some(extension) = shown.media.extension() {
            let name = format!("{}.{extension}", name(&shown.title));
            attachment(&mut headers, &name, media);
            headers.remove(header::ACCEPT_RANGES);
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
        let none = HeaderValue::from_static("no-referrer");
        headers.insert(header::REFERRER_POLICY, none);
        Ok(Written::Page(shown.body, headers))
    }
}
