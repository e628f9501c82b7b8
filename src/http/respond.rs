//! A request, from what was asked to what is answered: kept answers first, then the front, the client's
//! budget, the engine.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::answer::Answer;
use super::budget::{self, Left};
use super::cache::{Answers, Kept, Question, cacheable, has, tag};
use super::encode::Encoding;
use super::negotiate::Form;
use super::params::Params;
use super::told::{Source, Told};
use super::{Served, error};
use crate::front::{Document, Operation, Refused};
use crate::graph::View;
use crate::graphql::ErrorCode;

/// What was asked, and how.
pub(super) struct Asked<'r> {
    /// Whether by an address: then caches may keep the answer, and a mutation is not executed.
    pub(super) is_get: bool,
    pub(super) form: Form,
    pub(super) head: &'r Parts,
    /// The body, or what the address asks.
    pub(super) bytes: &'r [u8],
}

impl Asked<'_> {
    /// The answer.
    pub(super) async fn answer(&self, served: &Served) -> Response {
        let view = served.graph.view();
        let encoding = Encoding::of(&self.head.headers);
        let kept = Answers::of(&view.snapshot, &served.edge);
        let question = Question {
            is_get: self.is_get,
            form: self.form,
            encoding,
            today: view.today,
            bytes: self.bytes,
        };
        if let Some(kept) = kept.and_then(|kept| kept.get(&question)) {
            return self.spend(served, budget::KEPT.into(), || {
                kept.response(self.conditions(), Source::Kept)
            });
        }
        self.make(served, &view, question)
            .await
            .unwrap_or_else(|refusal| refusal)
    }

    /// The answer that was not made before; or the one that refuses it.
    async fn make(
        &self,
        served: &Served,
        view: &View,
        question: Question<'_>,
    ) -> Result<Response, Response> {
        let (document, params, operation) = self.operation(served)?;
        let mut told = Told {
            operation: operation.name.clone(),
            kind: Some(operation.kind()),
            cost: operation.cost,
            ..Told::default()
        };
        let tag = self
            .is_get
            .then(|| tag(view, self.form, &document.text, &params));
        if let Some(tag) = tag.as_ref().filter(|tag| has(self.conditions(), tag)) {
            // What the client has is the answer, without its being made.
            let known = Kept::new(
                cacheable(&served.edge, tag.clone()),
                Bytes::new(),
                Some(tag.clone()),
                told,
            );
            return Ok(self.spend(served, budget::KEPT.into(), || {
                known.response(self.conditions(), Source::Client)
            }));
        }
        let left = self.charge(served, operation.cost)?;
        let is_query = operation.is_query();
        let patience = Duration::from_secs(served.edge.request_timeout.into());
        let answer = timeout(patience, Answer::to(served, view.clone(), operation)).await;
        let answer = answer.map_err(|_elapsed| {
            let seconds = patience.as_secs();
            let message =
                format!("the answer was not made within {seconds} seconds; ask for less at once");
            self.formed(error(
                StatusCode::SERVICE_UNAVAILABLE,
                ErrorCode::Timeout,
                &message,
            ))
        })?;
        told.codes = answer.codes();
        let is_whole = answer.is_whole();
        // An answer with an error says so each time it is asked for.
        let tag = tag.filter(|_| is_whole);
        let mut headers = match tag.clone() {
            Some(tag) => cacheable(&served.edge, tag),
            None => uncacheable(),
        };
        headers.insert(header::CONTENT_TYPE, self.form.header());
        let (body, encoding) = question.encoding.encode(answer.text().into_bytes());
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        let finished = Arc::new(Kept::new(headers, body.into(), tag, told));
        let answers = Answers::of(&view.snapshot, &served.edge);
        if let Some(answers) = answers.filter(|_| is_whole && is_query) {
            answers.keep(question, &finished);
        }
        let mut response = finished.response(self.conditions(), Source::Made);
        left.tell(&mut response);
        Ok(response)
    }

    /// The operation that is asked for; or the answer that refuses it.
    fn operation(&self, served: &Served) -> Result<(Arc<Document>, Params, Operation), Response> {
        let params = if self.is_get {
            Params::from_address(std::str::from_utf8(self.bytes).unwrap_or_default())
        } else {
            Params::from_json(self.bytes)
        };
        let params = params.map_err(|message| {
            self.formed(error(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                &message,
            ))
        })?;
        let document = served.front.document(params.named());
        let document = document.map_err(|refused| self.refuse(served, refused))?;
        let name = params.operation_name.as_deref();
        let operation = served.front.operation(&document, name, &params.variables);
        let operation = operation.map_err(|refused| self.refuse(served, refused))?;
        if operation.is_subscription() {
            let message = "a subscription is answered over a WebSocket (graphql-transport-ws), or as events at /graphql/stream";
            return Err(self.formed(error(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                message,
            )));
        }
        if self.is_get && !operation.is_query() {
            let message = "a GET answers queries; a mutation is to be sent by POST";
            let refusal = error(
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::BadRequest,
                message,
            );
            return Err(([(header::ALLOW, "POST")], self.formed(refusal)).into_response());
        }
        Ok((document, params, operation))
    }

    /// The answer to what is not executed.
    fn refuse(&self, served: &Served, refused: Refused) -> Response {
        self.spend(served, budget::REFUSED.into(), || {
            let mut response = Answer::refused(refused).response(self.form);
            response.headers_mut().extend(uncacheable());
            response
        })
    }

    /// Takes points off the client's budget.
    fn charge(&self, served: &Served, points: u64) -> Result<Left, Response> {
        match &served.budgets {
            Some(budgets) => budgets.spend(
                budgets.client(&self.head.extensions, &self.head.headers),
                points,
            ),
            None => Ok(Left::unlimited()),
        }
    }

    /// An answer for points, if the client has them.
    fn spend(&self, served: &Served, points: u64, answer: impl FnOnce() -> Response) -> Response {
        match self.charge(served, points) {
            Ok(left) => {
                let mut response = answer();
                left.tell(&mut response);
                response
            }
            Err(response) => response,
        }
    }

    /// The headers in which a client tells what it has: with a GET alone.
    fn conditions(&self) -> Option<&HeaderMap> {
        self.is_get.then_some(&self.head.headers)
    }

    fn formed(&self, mut response: Response) -> Response {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.form.header());
        response
    }
}

/// The headers of an answer that no cache may keep.
fn uncacheable() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-encoding"),
    );
    headers
}
