//! What a page is made of, beside its answer.

use axum::http::{HeaderMap, HeaderValue, header};
use serde_json::{Map, Value};

use super::super::attachment::attachment;
use super::super::response::Response;
use super::POLICY;
use crate::bibliography::Style;
use crate::error::{ErrorCode, Result};
use crate::pages::{Address, AllTexts, Frame, Language, Page, Question, citation, name};

/// A page, for a reader.
#[derive(Clone, Copy)]
pub(in crate::http) struct View<'v> {
    pub(super) page: &'v dyn Page,
    pub(super) address: &'v Address,
    pub(super) language: Language,
    pub(super) texts: &'v AllTexts,
    pub(super) public: Option<&'v str>,
    /// The style of the bibliography that tells how the page is cited, where that is asked for.
    pub(super) cite: Option<Style>,
}

/// What a page is about is not there.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct NotThere;

impl View<'_> {
    /// The values of the document's variables.
    pub(super) fn variables(&self) -> Map<String, Value> {
        let mut variables = self.page.variables();
        variables.insert("language".to_owned(), self.language.word().into());
        variables
    }

    /// The page as it is sent, with what its headers say of it; nothing where what it is about is not there.
    pub(in crate::http) fn write(
        &self,
        response: Response,
    ) -> Result<Option<(Vec<u8>, HeaderMap)>> {
        let (data, sources) = match response.into_data() {
            Err(error) if error.code == ErrorCode::NotFound => return Ok(None),
            answered => answered?,
        };
        let question = Question {
            document: self.page.document(),
            variables: self.variables(),
            rows: self.page.rows(),
        };
        let frame = Frame::new(
            (self.texts, self.language),
            self.address,
            self.public,
            question,
            sources,
        );
        let Some(shown) = self.page.show(&frame, &data)? else {
            return Ok(None);
        };
        let mut headers = HeaderMap::new();
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, accept-language"),
        );
        if let Ok(language) = HeaderValue::try_from(frame.code()) {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        let body = match self.cite {
            Some(style) => {
                let name = format!("{}.{}", name(&shown.title), style.extension());
                attachment(&mut headers, &name, style.media_type());
                headers.remove(header::ACCEPT_RANGES);
                citation(&frame, &shown, style)
            }
            None => {
                headers.insert(
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(shown.media.content_type()),
                );
                headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
                headers.insert(
                    header::REFERRER_POLICY,
                    HeaderValue::from_static("no-referrer"),
                );
                shown.body
            }
        };
        Ok(Some((body.into_bytes(), headers)))
    }
}
